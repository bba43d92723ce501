// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Records what a client received of one response. Not thread-safe. */
final class ResponseRecorder {

    private final Supplier<Answer> expected;
    private final boolean stamped;
    private final boolean unstamped;
    private final boolean detailed;
    private final LongConsumer stamps;
    private final TextChecksum texts;
    private final DetailChecksum details = new DetailChecksum();
    private long bytes;
    private byte lastByte;

    /**
     * @param expected supplies the expected response when it is verified
     * @param stamps receives the stamp of each event of a paced response as it arrives; {@link Stamp#MISSING} for an
     *     event without one
     */
    ResponseRecorder(Workload workload, Supplier<Answer> expected, LongConsumer stamps) {
        this.expected = expected;
        this.stamped = workload.delivery() == Delivery.PACED;
        this.unstamped = workload.delivery() == Delivery.PACED_UNSTAMPED;
        this.detailed = workload.detail() != Detail.TEXT;
        this.stamps = stamps;
        this.texts = new TextChecksum(workload.choices());
    }

    /** Records the next text of a choice. */
    void text(int choice, String text) {
        if (stamped && !text.isEmpty()) {
            stamps.accept(Stamp.read(text));
            texts.add(choice, text, Stamp.LENGTH);
        } else {
            if (unstamped && !text.isEmpty()) {
                stamps.accept(Stamp.MISSING);
            }
            texts.add(choice, text, 0);
        }
    }

    /** Records a token's id. */
    void tokenId(int id) {
        details.addTokenId(id);
    }

    /** Records the usage so far. */
    void usage(int completionTokens) {
        details.addUsage(completionTokens);
    }

    /** Records the log probability of a token or of an alternative. */
    void logprob(double logprob) {
        details.addLogprob(logprob);
    }

    /** Records bytes of the body instead of texts; looks for one stamp only. */
    void bytes(ByteBuf content) {
        bytes += content.readableBytes();
        if (stamped) {
            long stamp =
                    Stamp.read(content, content.readerIndex() + expected.get().stampOffset());
            if (stamp != Stamp.MISSING) {
                stamps.accept(stamp);
            }
        } else if (unstamped
                && content.isReadable()
                && endsEvent(content)
                && bytes < expected.get().bodyBytes()) {
            stamps.accept(Stamp.MISSING);
        }
    }

    /** Returns whether an event ends with these bytes: an event may arrive in two reads. */
    private boolean endsEvent(ByteBuf content) {
        int end = content.writerIndex();
        byte last = content.getByte(end - 1);
        byte previous = content.readableBytes() > 1 ? content.getByte(end - 2) : lastByte;
        lastByte = last;
        return last == '\n' && previous == '\n';
    }

    /** Throws if texts are missing, or values besides them. */
    void verifyTexts() {
        Answer answer = expected.get();
        if (!texts.equals(answer.texts())) {
            throw new IllegalStateException("Received " + texts + " instead of " + answer.texts());
        }
        if (detailed && !details.equals(answer.details())) {
            throw new IllegalStateException("Received " + details + " instead of " + answer.details());
        }
    }

    /** Throws if bytes are missing. */
    void verifyBytes() {
        long all = expected.get().bodyBytes();
        if (bytes != all) {
            throw new IllegalStateException("Received " + bytes + " bytes instead of " + all);
        }
    }
}
