"""The lists of a risk register."""

from __future__ import annotations

from pmo_xl.core.expr.choice import Choice


class RiskKind(Choice):
    THREAT = "threat", "Threat", "Menace"
    OPPORTUNITY = "opportunity", "Opportunity", "Opportunité"


class RiskCategory(Choice):
    TECHNICAL = "technical", "Technical", "Technique"
    SUPPLIER = "supplier", "Supplier and contract", "Fournisseur et contrat", "supplier", "fournisseur"
    RESOURCES = "resources", "Resources and skills", "Ressources et compétences", "ressources"
    SCHEDULE = "schedule", "Schedule", "Délais", "planning"
    COST = "cost", "Cost and funding", "Coûts et financement", "coûts"
    SCOPE = "scope", "Scope and requirements", "Périmètre et exigences", "périmètre"
    ORGANISATION = "organisation", "Organisation and change", "Organisation et changement", "organization"
    LEGAL = "legal", "Legal and compliance", "Juridique et conformité", "juridique", "compliance"
    SECURITY = "security", "Security and data", "Sécurité et données", "sécurité"
    EXTERNAL = "external", "External", "Externe"
    OTHER = "other", "Other", "Autre"


class Dimension(Choice):
    COST = "cost", "Cost", "Coûts"
    SCHEDULE = "schedule", "Schedule", "Délais"
    SCOPE = "scope", "Scope", "Périmètre"
    QUALITY = "quality", "Quality", "Qualité"
    BENEFITS = "benefits", "Benefits", "Bénéfices"
    REPUTATION = "reputation", "Reputation", "Image"
    COMPLIANCE = "compliance", "Compliance", "Conformité"


class Proximity(Choice):
    IMMINENT = "imminent", "Imminent", "Imminente"
    STAGE = "within_stage", "Within this stage", "Pendant la phase en cours"
    PROJECT = "within_project", "Within the project", "Pendant le projet"
    BEYOND = "beyond_project", "Beyond the project", "Après le projet"


class Response(Choice):
    AVOID = "avoid", "Avoid", "Éviter"
    REDUCE = "reduce", "Reduce", "Réduire", "mitigate", "atténuer"
    FALLBACK = "fallback", "Fallback", "Plan de repli"
    TRANSFER = "transfer", "Transfer", "Transférer"
    SHARE = "share", "Share", "Partager"
    ACCEPT = "accept", "Accept", "Accepter"
    EXPLOIT = "exploit", "Exploit", "Exploiter"
    ENHANCE = "enhance", "Enhance", "Renforcer"
    REJECT = "reject", "Reject", "Rejeter"


class RiskStatus(Choice):
    OPEN = "open", "Open", "Ouvert"
    CLOSED = "closed", "Closed", "Clos", "fermé", "clôturé"
    OCCURRED = "occurred", "Occurred", "Survenu"
    ESCALATED = "escalated", "Escalated", "Escaladé"


class ClosureReason(Choice):
    EXPIRED = "expired", "No longer possible", "N’est plus possible"
    TREATED = "treated", "Treated", "Traité"
    OCCURRED = "occurred", "Occurred", "Survenu"
    DUPLICATE = "duplicate", "Duplicate", "Doublon"
