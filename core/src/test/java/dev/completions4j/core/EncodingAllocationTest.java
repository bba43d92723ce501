// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.Prompt;
import dev.completions4j.testkit.transport.FakeTransport;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the memory that encoding a large request allocates. */
class EncodingAllocationTest {

    /** Allowance for what every call allocates, independent of its prompt. */
    private static final long CALL = 128 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void tokensAreWrittenWithoutBoxing() {
        // Six digits, like the larger half of a large vocabulary.
        int[] ids = IntStream.range(100_000, 200_000).toArray();

        assertAllocatesLittleMoreThanTheBody(Prompt.ofTokens(ids));
    }

    @Test
    void tokenListsAreWrittenWithoutBoxing() {
        int[] ids = IntStream.range(100_000, 150_000).toArray();

        assertAllocatesLittleMoreThanTheBody(Prompt.ofTokenLists(ids, ids));
    }

    @Test
    void aLongTextIsWrittenWithoutCopies() {
        assertAllocatesLittleMoreThanTheBody(Prompt.of("0123456789abcdef".repeat(64 * 1024)));
    }

    @Test
    void manyTextsAreWrittenWithoutCopies() {
        assertAllocatesLittleMoreThanTheBody(
                Prompt.ofTexts("0123456789abcdef".repeat(32 * 1024), "0123456789abcdef".repeat(32 * 1024)));
    }

    @Test
    void aTextThatGrowsInUtf8AllocatesOnlyItsBuffersGrowth() {
        try (FakeTransport transport = new FakeTransport();
                CompletionsClient client = Wire.client(transport)) {
            CompletionRequest request =
                    Wire.REQUEST.toBuilder().prompt("日本語".repeat(128 * 1024)).build();
            int body = warmUp(client, transport, request);

            assertThat(allocatedBy(client, request)).isLessThan(4L * body);
        }
    }

    private static void assertAllocatesLittleMoreThanTheBody(Prompt prompt) {
        try (FakeTransport transport = new FakeTransport();
                CompletionsClient client = Wire.client(transport)) {
            CompletionRequest request = Wire.REQUEST.toBuilder().prompt(prompt).build();
            int body = warmUp(client, transport, request);

            assertThat(allocatedBy(client, request)).isLessThan(body + body / 4 + CALL);
        }
    }

    /** Loads the classes that a call needs; returns the length of the body. */
    private static int warmUp(CompletionsClient client, FakeTransport transport, CompletionRequest request) {
        var unused = client.complete(request);
        return transport.next().request().body().remaining();
    }

    private static long allocatedBy(CompletionsClient client, CompletionRequest request) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        var unused = client.complete(request);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
