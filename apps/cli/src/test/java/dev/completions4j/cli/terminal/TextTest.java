// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Widths, line breaks and cells of texts in all scripts. */
class TextTest {

    @ParameterizedTest
    @CsvSource({
        "abc, 3",
        "é, 1",
        "e\u0301, 1",
        "日本, 4",
        "한, 2",
        "ｱ, 1",
        "שלום, 4",
        "😀, 2",
        "\u200B, 0",
    })
    void measuresColumns(String text, int width) {
        assertThat(TextWidth.of(text)).isEqualTo(width);
    }

    @Test
    void padsAndShortensByColumns() {
        assertThat(TextWidth.padded("日", 4)).isEqualTo("日  ");
        assertThat(TextWidth.padded("long", 2)).isEqualTo("long");
        assertThat(TextWidth.shortened("日本語", 5)).isEqualTo("日本…");
        assertThat(TextWidth.shortened("short", 5)).isEqualTo("short");
    }

    @Test
    void breaksLinesBetweenWords() {
        assertThat(Wrapper.lines("one two three", 7)).containsExactly("one two", "three");
        assertThat(Wrapper.lines("one  two", 3)).containsExactly("one", "two");
        assertThat(Wrapper.lines("abcdefgh", 3)).containsExactly("abc", "def", "gh");
        assertThat(Wrapper.lines("日本語", 4)).containsExactly("日本", "語");
        assertThat(Wrapper.lines("a\n\nb", 5)).containsExactly("a", "", "b");
        assertThat(Wrapper.lines("", 5)).containsExactly("");
    }

    @Test
    void keepsTheLineThatMayStillChange() {
        Wrapper wrapper = new Wrapper(7);

        wrapper.add("one tw");
        assertThat(wrapper.take()).isEmpty();
        wrapper.add("o three");
        assertThat(wrapper.take()).containsExactly("one two");
        wrapper.end();
        assertThat(wrapper.take()).containsExactly("three");
    }

    @Test
    void showsControlCharactersAsPictures() {
        assertThat(Cells.printable("a\u001B[2J\u0007\u007F\u009B\n\tb")).isEqualTo("a␛[2J␇␡\uFFFD\n\tb");
    }

    @Test
    void isolatesTextThatIsWrittenFromRightToLeft() {
        assertThat(Cells.isolated("abc")).isEqualTo("abc");
        assertThat(Cells.isolated("سلام")).isEqualTo("\u2068سلام\u2069");
    }

    @Test
    void drawsABar() {
        assertThat(Bar.text(5, 20, "streaming")).isEqualTo("[#####···············] 5/20 streaming");
        assertThat(Bar.text(20, 20, "")).isEqualTo("[####################] 20/20");
        assertThat(Bar.text(0.5)).isEqualTo("[##########··········]");
    }

    @Test
    void shadesByProbability() {
        assertThat(Shade.of(0.95)).isEqualTo(Shade.LIKELY);
        assertThat(Shade.of(0.5)).isEqualTo(Shade.PROBABLE);
        assertThat(Shade.of(0.01)).isEqualTo(Shade.SURPRISING);
        assertThat(Shade.of(Double.NaN)).isEqualTo(Shade.SURPRISING);
        assertThat(Shade.LIKELY.on("a")).isEqualTo("a");
        assertThat(Shade.OPEN.on("a\nb")).matches("\u001B.*ma\u001B\\[0m\n\u001B.*mb\u001B\\[0m");
    }
}
