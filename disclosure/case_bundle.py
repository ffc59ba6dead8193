"""A whole request as one archive, as a court or the review organ asks for it: the record of the case, and its files.

The files stay as they are, byte for byte, under names in the order of the case; their checksums stand in the record.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Final

from django.db.models import Q
from django.utils.translation import override

from disclosure.case_record import CaseFile, case_record
from disclosure.models.clock import Consultation
from disclosure.models.decisions import DecisionFile, DecisionStage
from disclosure.models.letters import Letter, Service
from disclosure.models.register import Request, SubmissionFile
from foundation.attachments import StoredFile
from foundation.pages import CHINESE
from foundation.personal_files import PersonalFile
from foundation.typesetting import typeset

RECORD_NAME: Final = "00案卷.pdf"
_PIECE: Final = 1024 * 1024
_KB: Final = 1024


@dataclass(frozen=True)
class Part:
    """A file of the case, under its name in the archive."""

    name: str
    what: str
    file: PersonalFile | StoredFile

    @property
    def is_removed(self) -> bool:
        """Whether only a tombstone is left of the file."""
        return isinstance(self.file, PersonalFile) and self.file.removed_at is not None

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the file, decrypted."""
        if isinstance(self.file, PersonalFile):
            yield from self.file.pieces()
            return
        with self.file.content.open("rb") as content:
            while piece := content.read(_PIECE):
                yield piece


def make_bundle(request: Request) -> IO[bytes]:
    """Return the archive as an open file: the record of the case as PDF, and its files by kind.

    Files that were removed meanwhile are named in the record and left out.  Raises MissingGlyphs when a character of
    the record cannot be printed, CannotDecrypt when a file was altered.
    """
    with ExitStack() as stack:
        target = stack.enter_context(TemporaryFile())
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            files = [_add(archive, part) for part in case_parts(request)]
            with override(CHINESE):
                archive.writestr(RECORD_NAME, typeset("disclosure/report.typ", case_record(request, files)))
        target.seek(0)
        stack.pop_all()  # nothing failed: whoever asked for the archive closes it
        return target


def _add(archive: zipfile.ZipFile, part: Part) -> CaseFile:
    if part.is_removed:
        return CaseFile(part.name, part.what)
    digest = hashlib.sha256()
    with archive.open(part.name, "w", force_zip64=True) as entry:
        for piece in part.pieces():
            digest.update(piece)
            entry.write(piece)
    return CaseFile(part.name, part.what, -(-part.file.size // _KB), digest.hexdigest())


def case_parts(request: Request) -> Iterator[Part]:
    """Yield the files of a case: what came in, what others answered, letters, proofs of service, what was given out."""
    numbers: dict[str, int] = {}
    for folder, what, file in _files(request):
        numbers[folder] = numbers.get(folder, 0) + 1
        ending = (file.name or "").rpartition(".")[2].lower()[:5]
        yield Part(f"{folder}/{numbers[folder]:02d}.{ending or 'bin'}", what, file)


def _files(request: Request) -> Iterator[tuple[str, str, PersonalFile | StoredFile]]:
    came_with = Q(submission__request=request) | Q(submission__addition__request=request)
    for came in SubmissionFile.objects.filter(came_with).select_related("file").order_by("pk"):
        yield "01申请材料", came.label or "申请人提交的材料", came.file
    for asked in Consultation.objects.filter(request=request).select_related("answer_file"):
        if asked.answer_file is not None:
            yield "02征求意见", f"{asked.party}答复所附文件", asked.answer_file
    for letter in Letter.objects.filter(request=request).select_related("file"):
        yield "03文书", f"{letter.number} {letter.title}", letter.file
    for service in Service.objects.filter(letter__request=request).select_related("proof_file", "letter"):
        if service.proof_file is not None:
            yield "04送达凭证", f"{service.letter.number} {service.get_way_display()}", service.proof_file
    released = DecisionFile.objects.filter(decision__request=request, decision__stage=DecisionStage.RELEASED)
    for given in released.select_related("file"):
        yield "05提供的信息", given.label, given.file
