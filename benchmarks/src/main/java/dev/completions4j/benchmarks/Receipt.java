// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** What a client received of one answer. Not safe for use by several threads at once. */
final class Receipt {

    private final Supplier<Answer> expected;
    private final boolean stamped;
    private final LongConsumer stamps;
    private final TextSum texts;
    private long bytes;

    /**
     * @param expected asked for when that is to be looked at
     * @param stamps told the stamp of each event of a paced answer as it arrives
     */
    Receipt(Workload workload, Supplier<Answer> expected, LongConsumer stamps) {
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
            long stamp =
                    Stamp.read(content, content.readerIndex() + expected.get().stampOffset());
            if (stamp >= 0) {
                stamps.accept(stamp);
            }
        }
    }

    /** Fails unless all texts have arrived. */
    void verifyTexts() {
        TextSum all = expected.get().texts();
        if (!texts.equals(all)) {
            throw new IllegalStateException("Received " + texts + " in place of " + all);
        }
    }

    /** Fails unless all bytes have arrived. */
    void verifyBytes() {
        long all = expected.get().bodyBytes();
        if (bytes != all) {
            throw new IllegalStateException("Received " + bytes + " bytes in place of " + all);
        }
    }
}
