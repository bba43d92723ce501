// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusTextTest {

    /** From llama.cpp, vLLM and the description of the format. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "running 3 | 3",
                "running 3 1795861234000 | 3",
                "running\t3.0 | 3",
                "running{} 3 | 3",
                "running{engine=\"0\",model_name=\"tiny\"} 3.0 | 3",
                "running { engine = \"0\" } 3 | 3",
                "running{model=\"a } 7\"} 3 | 3",
                "running{model=\"a\\\"} 7\"} 3 | 3",
                "running{model=\"a\\\\\"} 3 | 3",
                "running 2e1 | 20",
                "  running 3 | 3"
            })
    void readsASample(String line, double value) {
        assertThat(PrometheusText.sum("# HELP running Requests\n" + line + "\r\nother 9\n", "running"))
                .hasValue(value);
    }

    @Test
    void addsTheSamplesOfAllLabels() {
        String text = "# TYPE running gauge\nrunning{engine=\"0\"} 2\nrunning{engine=\"1\"} 3\nrunning_total 100\n";

        assertThat(PrometheusText.sum(text, "running")).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# running 3",
                "running",
                "running ",
                "running NaN",
                "running +Inf",
                "running x",
                "running_total 3",
                "not_running 3",
                "running{engine=\"0\" 3",
                "running{engine=\"0} 3",
                "running{engine=\"0\\",
                "running{a=\"b\"}",
                "<html>running 3</html>"
            })
    void anythingElseIsNoSample(String line) {
        assertThat(PrometheusText.sum(line, "running")).isEmpty();
    }
}
