"""People: a login, a certificant, and what a login may do for the body."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this address; capitals do not matter."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A login, nothing more. Nobody has a password: a code by mail, or a passkey, signs in."""

    PERSONAL: ClassVar = ("email", "name")

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_user_per_address"),)

    def __str__(self) -> str:
        return self.name

    # Django's own machinery asks these three; this product gives rights by Role alone.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002
        """Nobody has a Django permission."""
        return False

    def has_module_perms(self, app_label: str) -> bool:  # noqa: ARG002
        """Nobody has a Django permission."""
        return False


class Role(models.Model):
    """What a user may do for the body, from a moment until it ended."""

    PERSONAL: ClassVar = ()

    REVIEWER, OFFICER, BOARD, OPERATOR = "reviewer", "officer", "board", "operator"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles")
    name = models.CharField(
        max_length=20,
        choices=[(name, name) for name in (REVIEWER, OFFICER, BOARD, OPERATOR)],
    )
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(ended_at=None),
                name="one_role_of_a_kind_at_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.name}"


class Certificant(models.Model):
    """A person who holds, or has held, a certification of this body."""

    PERSONAL: ClassVar = (
        "name",
        "family_name",
        "family_name_folded",
        "email",
        "birth_date",
    )

    user = models.OneToOneField(
        User, null=True, on_delete=models.PROTECT, related_name="certificant"
    )
    name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    family_name_folded = models.CharField(max_length=400)  # recert.policy.numbers.folded
    language = models.CharField(max_length=35, default="en")  # of the name, BCP 47
    email = models.EmailField(max_length=254)
    birth_date = models.DateField(null=True)
    listed = models.BooleanField(default=False)  # a number alone answers
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """A name that a certificant had, kept so that old documents still match."""

    PERSONAL: ClassVar = ("name", "family_name_folded")

    certificant = models.ForeignKey(
        Certificant, on_delete=models.PROTECT, related_name="former_names"
    )
    name = models.CharField(max_length=200)
    family_name_folded = models.CharField(max_length=400)
    until_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.name}, until {self.until_on}"
