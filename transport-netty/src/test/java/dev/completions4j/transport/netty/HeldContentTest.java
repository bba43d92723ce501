// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HeldContentTest {

    private static final int READ_BYTES = 64 * 1024;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final HeldContent held = new HeldContent();

    @AfterEach
    void freesAllMemory() {
        held.release();

        assertThat(held.isEmpty()).isTrue();
        assertThat(usedBytes()).isZero();
    }

    @Test
    void keepsNoReadBufferAlive() {
        for (int i = 0; i < 100; i++) {
            ByteBuf read = allocator.buffer(READ_BYTES).writeZero(READ_BYTES);
            held.add(read.slice(0, 100));
            assertThat(read.release()).isTrue();
        }

        assertThat(usedBytes()).isLessThanOrEqualTo(HeldContent.PIECE_BYTES);
    }

    @Test
    void smallContentTakesLittle() {
        add("token");

        assertThat(usedBytes()).isLessThanOrEqualTo(64);
    }

    @Test
    void contentOfOneByteEachIsHeldInFewPieces() {
        int bytes = 3 * HeldContent.PIECE_BYTES;
        for (int i = 0; i < bytes; i++) {
            add("x");
        }

        assertThat(removed()).hasSize(3).allSatisfy(piece -> assertThat(piece).hasSize(HeldContent.PIECE_BYTES));
    }

    @Test
    void keepsTheOrder() {
        StringBuilder added = new StringBuilder();
        for (int i = 0; added.length() < 10 * HeldContent.PIECE_BYTES; i++) {
            String next = (i + ",").repeat(i % 1000 + 1);
            added.append(next);
            add(next);
        }

        assertThat(String.join("", removed())).isEqualTo(added.toString());
    }

    @Test
    void contentThatIsAddedAfterARemovalFollows() {
        add("a");
        ByteBuf first = held.remove();
        add("b");

        assertThat(first.toString(US_ASCII)).isEqualTo("a");
        first.release();
        assertThat(removed()).containsExactly("b");
    }

    private void add(String text) {
        ByteBuf content = allocator.buffer(text.length());
        content.writeCharSequence(text, US_ASCII);
        held.add(content);
        content.release();
    }

    private long usedBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }

    private List<String> removed() {
        List<String> pieces = new ArrayList<>();
        while (!held.isEmpty()) {
            ByteBuf piece = held.remove();
            pieces.add(piece.toString(US_ASCII));
            piece.release();
        }
        return pieces;
    }
}
