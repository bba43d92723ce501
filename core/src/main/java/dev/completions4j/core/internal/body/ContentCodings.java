// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Rejects compressed responses, which the client does not decode. */
public final class ContentCodings {

    /** Values without an effect; some servers send {@code none} to keep proxies from compressing an event stream. */
    private static final Set<String> PLAIN = Set.of("", "identity", "none");

    /** Names that are too short to contain a secret. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,12}");

    private ContentCodings() {}

    /**
     * Checks that the body is not compressed.
     *
     * @throws MalformedResponseException if it is
     */
    public static void refuse(ResponseInfo response) {
        if (response.headers().first("content-encoding") == null) {
            return;
        }
        for (String value : response.headers().all("content-encoding")) {
            for (String listed : value.split(",", -1)) {
                String coding = listed.strip().toLowerCase(Locale.ROOT);
                if (!PLAIN.contains(coding)) {
                    throw new MalformedResponseException(
                            "The response has the unsupported Content-Encoding "
                                    + (NAME.matcher(coding).matches() ? coding : "(unknown)")
                                    + ", which this client does not decode; send no Accept-Encoding, and disable"
                                    + " compression in the server or the proxy",
                            null,
                            response,
                            null);
                }
            }
        }
    }
}
