// SPDX-License-Identifier: Apache-2.0
/** The API for callers of completions4j, and the service-provider interface of its transports. */
module dev.completions4j {
    requires static transitive org.jspecify;

    exports dev.completions4j;
    exports dev.completions4j.extensions;
    exports dev.completions4j.observe;
    exports dev.completions4j.spi;
    exports dev.completions4j.transport;

    uses dev.completions4j.CompletionsClientProvider;
    uses dev.completions4j.JsonValue.Codec;
}
