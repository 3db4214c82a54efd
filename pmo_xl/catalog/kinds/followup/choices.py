"""The lists of a follow-up."""

from __future__ import annotations

from pmo_xl.core.expr.choice import Choice


class StatusDimension(Choice):
    """What a status report judges, the whole first."""

    OVERALL = "overall", "Overall", "Global", "general", "général", "ensemble"
    SCOPE = "scope", "Scope", "Périmètre"
    SCHEDULE = "schedule", "Schedule", "Délais", "time", "planning"
    COST = "cost", "Cost", "Coûts", "budget"
    RESOURCES = "resources", "Resources", "Ressources", "moyens"
    QUALITY = "quality", "Quality", "Qualité"
    RISKS = "risks", "Risks", "Risques"
    BENEFITS = "benefits", "Benefits", "Bénéfices"
    STAKEHOLDERS = "stakeholders", "Stakeholders", "Parties prenantes"


class StatusTrend(Choice):
    IMPROVING = "improving", "↗ Improving", "↗ En amélioration", "Improving", "En amélioration", "up"
    STABLE = "stable", "→ Stable", "→ Stable", "Stable", "="
    WORSENING = "worsening", "↘ Worsening", "↘ En dégradation", "Worsening", "En dégradation", "down"


class MessageKind(Choice):
    HIGHLIGHT = "highlight", "Highlight", "Fait marquant", "achievement"
    NEXT_STEP = "next_step", "Next step", "Prochaine étape"
    ATTENTION = "attention", "Point of attention", "Point d’attention", "concern", "alerte"


class ActionStatus(Choice):
    OPEN = "open", "To do", "À faire", "open", "not started", "ouverte"
    IN_PROGRESS = "in_progress", "In progress", "En cours", "ongoing"
    BLOCKED = "blocked", "Blocked", "Bloquée", "on hold", "en attente"
    DONE = "done", "Done", "Faite", "closed", "complete", "completed", "soldée", "terminée", "close"
    CANCELLED = "cancelled", "Cancelled", "Abandonnée", "canceled", "annulée"


class Priority(Choice):
    CRITICAL = "critical", "Critical", "Critique", "1", "P1"
    HIGH = "high", "High", "Haute", "2", "P2"
    MEDIUM = "medium", "Medium", "Moyenne", "3", "P3", "normal", "normale"
    LOW = "low", "Low", "Basse", "4", "P4"


class IssueStatus(Choice):
    OPEN = "open", "Open", "Ouvert", "new", "nouveau"
    IN_PROGRESS = "in_progress", "In progress", "En cours"
    WAITING = "waiting", "Waiting for others", "En attente d’un tiers", "waiting", "on hold", "en attente"
    ESCALATED = "escalated", "Escalated", "Escaladé"
    RESOLVED = "resolved", "Resolved", "Résolu", "fixed"
    CLOSED = "closed", "Closed", "Clos", "fermé", "clôturé"


class DecisionStatus(Choice):
    REQUESTED = "requested", "Requested", "Demandée", "to decide", "à prendre", "pending"
    DECIDED = "decided", "Decided", "Prise", "taken", "made", "rendue"
    DEFERRED = "deferred", "Deferred", "Reportée", "postponed", "ajournée"
    CANCELLED = "cancelled", "Cancelled", "Annulée", "withdrawn", "retirée"


class ChangeType(Choice):
    SCOPE = "scope", "Scope", "Périmètre"
    SCHEDULE = "schedule", "Schedule", "Délais"
    COST = "cost", "Cost", "Coûts"
    QUALITY = "quality", "Quality", "Qualité"
    CONTRACT = "contract", "Contract", "Contrat"


class ChangeStatus(Choice):
    DRAFT = "draft", "Draft", "Brouillon"
    SUBMITTED = "submitted", "Submitted", "Soumise"
    ANALYSED = "analysed", "Analysed", "Instruite", "analyzed", "assessed"
    APPROVED = "approved", "Approved", "Acceptée", "accepted", "validée"
    REJECTED = "rejected", "Rejected", "Refusée", "refused"
    DEFERRED = "deferred", "Deferred", "Ajournée", "postponed", "reportée"
    IMPLEMENTED = "implemented", "Implemented", "Mise en œuvre", "done", "réalisée"


class Direction(Choice):
    INBOUND = "inbound", "We need", "Nous attendons", "inbound", "entrante"
    OUTBOUND = "outbound", "We owe", "Nous fournissons", "outbound", "sortante"


class DependencyStatus(Choice):
    OPEN = "open", "Open", "Ouverte"
    AGREED = "agreed", "Agreed", "Convenue"
    AT_RISK = "at_risk", "At risk", "À risque", "menacée"
    DELIVERED = "delivered", "Delivered", "Livrée"
    BROKEN = "broken", "Broken", "Non tenue", "rompue"


class AssumptionStatus(Choice):
    OPEN = "open", "To validate", "À valider", "open"
    CONFIRMED = "confirmed", "Confirmed", "Confirmée"
    FALSE = "false", "Proved wrong", "Infirmée", "wrong"


class Engagement(Choice):
    UNAWARE = "unaware", "Unaware", "Non informé", "ignorant"
    RESISTANT = "resistant", "Resistant", "Opposant"
    NEUTRAL = "neutral", "Neutral", "Neutre"
    SUPPORTIVE = "supportive", "Supportive", "Favorable"
    LEADING = "leading", "Leading", "Moteur"


class DocumentStatus(Choice):
    DRAFT = "draft", "Draft", "Brouillon", "projet"
    IN_REVIEW = "in_review", "In review", "En relecture"
    APPROVED = "approved", "Approved", "Validé"
    OBSOLETE = "obsolete", "Obsolete", "Périmé"
