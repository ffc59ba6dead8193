"""Who this site is: names, numbers and addresses that header, footer, meta tags and letters quote.

The defaults describe the fictional sample city. In production every fact must be given.
"""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal import env

SAMPLE_SECRET_PREFIX = "sample-only-"  # noqa: S105  (the mark by which production refuses such a key)


@dataclass(frozen=True)
class Site:
    """Facts about the center and its website."""

    name: str
    name_en: str
    city: str
    city_en: str
    region_code: str
    """Division code (行政区划代码) of the city."""
    organiser: str
    """The body responsible for the site (主办单位)."""
    organiser_en: str
    site_code: str
    """Government website identification code (网站标识码)."""
    icp_number: str
    """ICP filing number (ICP备案号)."""
    police_number: str
    """Public-security filing number (公安备案号)."""
    phone: str
    phone_hours: str
    phone_hours_en: str
    email: str
    address: str
    address_en: str
    postcode: str
    domain: str
    sample: bool
    """Whether every page must say that its content is a sample."""


SAMPLE_FACTS = {
    "name": "江城市政务服务中心",
    "name_en": "Jiangcheng Government Service Center",
    "city": "江城市",
    "city_en": "Jiangcheng",
    "region_code": "429900",
    "organiser": "江城市政务服务中心管理办公室",
    "organiser_en": "Administration Office of the Jiangcheng Government Service Center",
    "site_code": "4299000001",
    "icp_number": "示例ICP备00000000号-1",
    "police_number": "示例公网安备00000000000000号",
    "phone": "0729-5550100",
    "phone_hours": "工作日 9:00—12:00，13:30—17:00",
    "phone_hours_en": "Working days 9:00–12:00, 13:30–17:00",
    "email": "service@jiangcheng.example",
    "address": "江城市滨江大道168号",
    "address_en": "168 Binjiang Avenue, Jiangcheng",
    "postcode": "439900",
    "domain": "www.jiangcheng.example",
}


def from_environment(*, sample: bool) -> Site:
    """Read each fact from its variable; outside production the sample city fills what is not given."""
    facts = {fact: env.text(_variable(fact), known if sample else "") for fact, known in SAMPLE_FACTS.items()}
    missing = [_variable(fact) for fact, value in facts.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"Facts about the site are missing; set {', '.join(missing)}.")
    return Site(**facts, sample=sample)


def _variable(fact: str) -> str:
    return f"SITE_{fact.removeprefix('site_').upper()}"


def sample_secret(data_dir: Path, file_name: str) -> str:
    """Return a key of this sample site, made on first use and kept in a file of the data folder."""
    file = data_dir / file_name
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(f"{file} cannot be read: {error.strerror}.") from None
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(SAMPLE_SECRET_PREFIX + secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):  # of two first processes the quicker one decides
            os.link(draft, file)
        draft.unlink()
    except OSError as error:
        raise ImproperlyConfigured(f"{file} cannot be written: {error.strerror}.") from None
    return file.read_text(encoding="ascii").strip()


def refuse_sample_secret(name: str, *keys: str) -> None:
    """Stop a production start that has no key of its own in the variable, or a weak one."""
    if not any(keys):
        raise ImproperlyConfigured(f"{name} (or {name}_FILE) must hold the secret key of this site.")
    if any(key.startswith(SAMPLE_SECRET_PREFIX) for key in keys):
        raise ImproperlyConfigured(f"{name} is the key of a sample site; make a new one for production.")
    if any(len(key) < 50 or len(set(key)) < 5 for key in keys):
        raise ImproperlyConfigured(f"{name} is too short or too plain; use at least 50 random characters.")


def refuse_shared_secrets(**variables: Sequence[str]) -> None:
    """Stop a start with one key in two variables: they are kept by different people and renewed apart."""
    for (one, keys), (other, others) in combinations(variables.items(), 2):
        if set(keys) & set(others):
            raise ImproperlyConfigured(f"{other} must not repeat {one}: the two are kept and renewed apart.")
