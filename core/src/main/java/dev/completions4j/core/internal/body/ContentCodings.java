// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.body;

import dev.completions4j.MalformedResponseException;
import dev.completions4j.ResponseInfo;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses responses that are compressed, though the request asked for none of it. */
public final class ContentCodings {

    /** What is no coding; some put {@code none} to keep proxies from compressing an event stream. */
    private static final Set<String> PLAIN = Set.of("", "identity", "none");

    /** A name that is short enough to hold no secret. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,12}");

    private ContentCodings() {}

    /**
     * Requires a body that can be read as it is.
     *
     * @throws MalformedResponseException if it is encoded
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
                            "The response has the Content-Encoding "
                                    + (NAME.matcher(coding).matches() ? coding : "of an unknown name")
                                    + ", which this client does not decode and does not ask for; turn compression off in"
                                    + " the server or in the proxy before it",
                            null,
                            response,
                            null);
                }
            }
        }
    }
}
