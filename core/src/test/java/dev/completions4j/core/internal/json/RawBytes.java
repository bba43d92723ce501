// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Text that can contain bytes that are not UTF-8. */
public final class RawBytes {

    /** The private-use characters from here represent the bytes 0 to 255. */
    private static final char FIRST = '\uE000';

    private RawBytes() {}

    /** Encodes text as UTF-8, except for the characters from U+E000 to U+E0FF, which are encoded as one byte each. */
    public static byte[] of(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(character -> {
            if (character >= FIRST && character <= FIRST + 0xFF) {
                bytes.write(character - FIRST);
            } else {
                bytes.writeBytes(Character.toString(character).getBytes(UTF_8));
            }
        });
        return bytes.toByteArray();
    }
}
