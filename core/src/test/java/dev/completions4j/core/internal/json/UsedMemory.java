// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** Input in memory that another stream has used before, of which nothing may be read. */
public final class UsedMemory {

    /** What could be the rest of an event. */
    private static final byte[] REST = "\"}],\"text\":\"of another stream\",1,1,1]}\n\ndata: {".getBytes(US_ASCII);

    private UsedMemory() {}

    /** Returns bytes, followed by those of another stream. */
    public static PaddedBytes with(byte[] bytes, int from, int length) {
        PaddedBytes input = new PaddedBytes(0);
        ByteBuffer before = ByteBuffer.allocate(length + REST.length);
        before.position(length);
        before.put(REST);
        input.fill(before.clear());
        input.fill(ByteBuffer.wrap(bytes, from, length));
        return input;
    }

    /** Returns bytes, followed by those of another stream. */
    public static PaddedBytes with(byte[] bytes) {
        return with(bytes, 0, bytes.length);
    }
}
