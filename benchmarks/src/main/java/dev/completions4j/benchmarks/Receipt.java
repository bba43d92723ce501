package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;
import java.util.function.LongConsumer;

/** What a client received of one answer. Not safe for use by several threads at once. */
final class Receipt {

    private final Answer expected;
    private final boolean stamped;
    private final LongConsumer stamps;
    private final TextSum texts;
    private long bytes;

    /** @param stamps told the stamp of each event of a paced answer as it arrives */
    Receipt(Workload workload, Answer expected, LongConsumer stamps) {
        this.expected = expected;
        this.stamped = workload.delivery() == Delivery.PACED;
        this.stamps = stamps;
        this.texts = new TextSum(workload.choices());
    }

    /** Takes the next text of a choice. */
    void text(int choice, String text) {
        if (stamped && !text.isEmpty()) {
            stamps.accept(Stamp.read(text));
            texts.add(choice, text, Stamp.LENGTH);
        } else {
            texts.add(choice, text, 0);
        }
    }

    /** Takes bytes of the body, in place of the texts in them; looks for one stamp only. */
    void bytes(ByteBuf content) {
        bytes += content.readableBytes();
        if (stamped) {
            long stamp = Stamp.read(content, content.readerIndex() + expected.stampOffset());
            if (stamp >= 0) {
                stamps.accept(stamp);
            }
        }
    }

    /** Fails unless all texts have arrived. */
    void verifyTexts() {
        if (!texts.equals(expected.texts())) {
            throw new IllegalStateException("Received " + texts + " in place of " + expected.texts());
        }
    }

    /** Fails unless all bytes have arrived. */
    void verifyBytes() {
        if (bytes != expected.bodyBytes()) {
            throw new IllegalStateException("Received " + bytes + " bytes in place of " + expected.bodyBytes());
        }
    }
}
