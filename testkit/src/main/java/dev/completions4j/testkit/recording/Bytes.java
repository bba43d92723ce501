// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An immutable sequence of bytes. */
final class Bytes {

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Copies the remaining bytes of a buffer, without changing its position. */
    static Bytes of(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return new Bytes(copy);
    }

    static Bytes of(byte[] array) {
        return new Bytes(array.clone());
    }

    static Bytes ofText(String text) {
        return new Bytes(text.getBytes(UTF_8));
    }

    /** @throws IllegalArgumentException if the text is not Base64 */
    static Bytes ofBase64(String base64) {
        return new Bytes(Base64.getDecoder().decode(base64));
    }

    int size() {
        return array.length;
    }

    byte[] toArray() {
        return array.clone();
    }

    boolean isUtf8() {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(array));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Returns the bytes, decoded as UTF-8. */
    String text() {
        return new String(array, UTF_8);
    }

    String base64() {
        return Base64.getEncoder().encodeToString(array);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** Returns the number of bytes, without content. */
    @Override
    public String toString() {
        return size() + " bytes";
    }
}
