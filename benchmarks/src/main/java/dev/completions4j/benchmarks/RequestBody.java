// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The request that every client sends. */
final class RequestBody {

    static final String MODEL = "gpt-3.5-turbo-instruct";
    static final String PROMPT = "Once upon a time";

    /** For clients that do not serialize requests themselves. */
    static final byte[] JSON =
            ("{\"model\":\"" + MODEL + "\",\"prompt\":\"" + PROMPT + "\",\"n\":1,\"stream\":true}").getBytes(UTF_8);

    private RequestBody() {}
}
