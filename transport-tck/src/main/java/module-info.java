// SPDX-License-Identifier: Apache-2.0
/** The transport contract as a test suite, for authors of transports. */
module dev.completions4j.transport.tck {
    requires static transitive org.jspecify;
    requires transitive dev.completions4j;
    requires transitive dev.completions4j.testkit;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports dev.completions4j.transport.tck;

    opens dev.completions4j.transport.tck;
}
