"""The language of a note: declared, named by its path, or seen in its letters and words."""

from __future__ import annotations

import pytest

from post_forge.notes.language import language_of, language_tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("EN", "en"),
        ("zh-hans", "zh-Hans"),
        ("pt_br", "pt-BR"),
        ("jp", "ja"),
        ("english", ""),
        ("", ""),
        ("de-CH", "de-CH"),
    ],
)
def test_tags_are_written_as_usual(written: str, tag: str) -> None:
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    ("place", "tag"),
    [
        ("translations/ru/a.md", "ru"),
        ("_articles/ar/a.md", "ar"),
        ("translations/jp.md", "ja"),
        ("translations/pt-BR.md", "pt-BR"),
        ("zh-hans/a.md", "zh-Hans"),
        ("docs/a.ja.md", "ja"),
        ("README.zh-CN.md", "zh-CN"),
        ("id/design.md", "en"),
        ("it/backup.md", "en"),
        ("go.md", "en"),
        ("no/tls.md", "en"),
    ],
)
def test_a_path_can_name_it(place: str, tag: str) -> None:
    assert language_of("", place, "") == tag


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Redis 哨兵集群实现高可用", "zh"),
        ("リンカのお仕事 C++プログラムをコンパイルしてみましょう", "ja"),
        ("기업 성장 관점 Vue.js 라이프사이클", "ko"),
        ("استخدم الأمر بحذر", "ar"),
        ("ساخت انجمن های پذیرا گفتگو چرا", "fa"),
        ("ओपन सोर्स का कानूनी पक्ष", "hi"),
        ("ওপেন সোর্স", "bn"),
        ("திறந்த மூல அளவீடுகள்", "ta"),
        ("Метрики проектов", "ru"),
        ("Ваші проєкти її", "uk"),
        ("Χτίζοντας Κοινότητες", "el"),
        ("קוד פתוח", "he"),
        ("ความปลอดภัย", "th"),
        ("Der Cache ist nicht die Wahrheit, und das wird oft vergessen", "de"),
        ("El servicio se cae cuando los clientes no esperan y las colas crecen por la noche", "es"),
        ("Le cache n'est pas la vérité et les clients ne sont pas patients avec une panne", "fr"),
        ("A retry without jitter is a 3x stampede", "en"),
        ("SELECT * FROM t", "en"),
        ("", "en"),
    ],
)
def test_letters_and_words_tell_it(text: str, tag: str) -> None:
    assert language_of("", "a.md", text) == tag


def test_what_is_declared_wins() -> None:
    assert language_of("fr", "ru/a.md", "Метрики") == "fr"
