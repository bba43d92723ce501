// SPDX-License-Identifier: Apache-2.0
/** The engine of completions4j; callers reach it through {@code dev.completions4j.CompletionsClient} only. */
module dev.completions4j.core {
    requires transitive dev.completions4j;
    requires tools.jackson.core;

    uses dev.completions4j.spi.CompletionsPlugin;
    uses dev.completions4j.transport.TransportProvider;

    provides dev.completions4j.JsonValue.Codec with
            dev.completions4j.core.internal.json.JsonCodec;
    provides dev.completions4j.CompletionsClientProvider with
            dev.completions4j.core.internal.DefaultCompletionsClientProvider;
}
