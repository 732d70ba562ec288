"""The pages on which an import is taken back; they only translate HTTP."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from gis_app.access.restricting import restrict
from gis_app.data.editing.checking import no_person
from gis_app.data.editing.errors import EditRefusedError
from gis_app.data.withdrawing.asking import ask, withdrawable
from gis_app.data.withdrawing.working import newest
from layers.importing.refusing import ImportRefused
from layers.importing.telling import grouped
from layers.importing.withdrawing import at_stake
from layers.models import ImportBatch, ImportWithdrawal


class WithdrawForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(label=gettext_lazy("Lý do rút"), max_length=300)

    def clean_reason(self) -> str:
        """Refuse a reason that tells of a person."""
        reason: str = self.cleaned_data["reason"]
        try:
            no_person(reason, _("Lý do rút"), "reason")
        except EditRefusedError as refused:
            raise forms.ValidationError(str(refused)) from refused
        return reason


def withdraw(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Tell what would go with an import; take it back once a reason is given."""
    batch = get_object_or_404(restrict(ImportBatch.objects.all(), request.user), pk=batch_id)
    if not withdrawable(batch, request.user):
        raise PermissionDenied(
            _(
                "Không rút được lần nhập này: chỉ rút được vụ việc, địa điểm hoặc ảnh bay chụp nhập từ tệp,"
                " chưa rút, mọi dòng nằm trong địa bàn của bạn; tài khoản phải được nhập dữ liệu."
            )
        )
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask(batch, form.cleaned_data["reason"], request.user)
        except ImportRefused as refused:
            messages.error(request, str(refused))
        return redirect("import_record", batch_id=batch.pk)
    context = {"batch": batch, "form": form, "at_stake": at_stake(batch)}
    return render(request, "data/withdrawing/withdraw.html", context, status=400 if form.errors else 200)


@require_safe
def progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Answer the page's question whether the import is taken back; then lead to its record."""
    batch = get_object_or_404(restrict(ImportBatch.objects.all(), request.user), pk=batch_id)
    withdrawal = newest(batch)
    if withdrawal is not None and withdrawal.is_under_way:
        context = {"batch": batch, "withdrawal": withdrawal}
        return render(request, "data/withdrawing/progress.html", context)
    if withdrawal is not None and withdrawal.state == ImportWithdrawal.State.DONE:
        rows = grouped(withdrawal.rows)
        messages.success(request, _("Đã rút %(rows)s dòng; tệp này có thể được nhập lại.") % {"rows": rows})
    return HttpResponseClientRedirect(reverse("import_record", args=[batch_id]))
