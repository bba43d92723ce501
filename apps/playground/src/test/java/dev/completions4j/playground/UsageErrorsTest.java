// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class UsageErrorsTest {

    /** Users take {@code --key} for the key, and mistype it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --key hunter2                           | --key has no value, or a wrong one; write --key URL=VARIABLE
            --key=hunter2                           | --key has no value, or a wrong one; write --key URL=VARIABLE
            --key                                   | --key has no value, or a wrong one; write --key URL=VARIABLE
            --port --key=https://x=hunter2          | --port has no value, or a wrong one; write --port PORT
            --port eighty                           | --port has no value, or a wrong one; write --port PORT
            --port 80 --port 81                     | --port is given more than once; leave one out
            --keys=https://x=hunter2                | the option --keys is unknown
            --api-key hunter2                       | the option --api-key is unknown
            -khunter2                               | the option -k is unknown
            --key https://x=LLM_KEY hunter2         | only options are taken, no words
            --port 80 --key https://x=LLM_KEY --ke=hunter2 | the option --ke is unknown
            --version=hunter2                       | --version takes no value
            """)
    void showNoValue(String arguments, String sentence) {
        ParameterException wrong = catchThrowableOfType(
                ParameterException.class, () -> new CommandLine(new Playground()).parseArgs(arguments.split(" ")));

        assertThat(UsageErrors.sentence(wrong)).isEqualTo(sentence);
    }
}
