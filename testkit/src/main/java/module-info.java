// SPDX-License-Identifier: Apache-2.0
/** Fakes of the network, the server and the model, for tests of code that uses completions4j. */
module dev.completions4j.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.completions4j;
    requires tools.jackson.core;
    requires static transitive org.assertj.core;
    requires static transitive org.junit.jupiter.api;

    exports dev.completions4j.testkit;
    exports dev.completions4j.testkit.assertions;
    exports dev.completions4j.testkit.junit;
    exports dev.completions4j.testkit.model;
    exports dev.completions4j.testkit.recording;
    exports dev.completions4j.testkit.results;
    exports dev.completions4j.testkit.server;
    exports dev.completions4j.testkit.transport;
}
