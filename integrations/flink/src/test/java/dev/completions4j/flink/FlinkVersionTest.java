// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.Test;

/** The tests run with the newest version of Flink, and then with the minor version before. */
class FlinkVersionTest {

    @Test
    void isTheOneThatThisRunIsToTest() {
        assertThat(EnvironmentInformation.getVersion()).isEqualTo(System.getProperty("expected.flink.version"));
    }
}
