// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.FinishReason;
import dev.completions4j.Usage;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Passes what arrives to a printer, and measures it. Another thread may read the number of chunks. */
final class Answer {

    private final ChoicePrinter printer;
    private final long start = System.nanoTime();
    private Runnable beforeFirst = () -> {};
    private long first;
    private final AtomicInteger chunks = new AtomicInteger();
    private String id = "";
    private String model = "";
    private @Nullable Usage usage;
    private boolean hasLogprobs;
    private boolean isCutOff;

    /**
     * Creates an answer of which nothing has arrived.
     *
     * @param printer prints the choices
     */
    Answer(ChoicePrinter printer) {
        this.printer = printer;
    }

    /** Sets what is done before the first choice is printed. */
    void beforeFirst(Runnable action) {
        beforeFirst = action;
    }

    void chunk(CompletionChunk chunk) {
        add(chunk.id(), chunk.model(), chunk.usage(), chunk.choices());
    }

    void completion(Completion completion) {
        add(completion.id(), completion.model(), completion.usage(), completion.choices());
    }

    private void add(String itsId, String itsModel, @Nullable Usage itsUsage, List<Choice> choices) {
        id = itsId.isEmpty() ? id : itsId;
        model = itsModel.isEmpty() ? model : itsModel;
        usage = itsUsage == null ? usage : itsUsage;
        if (choices.isEmpty()) {
            return;
        }
        if (first == 0) {
            first = System.nanoTime();
            beforeFirst.run();
        }
        chunks.incrementAndGet();
        for (Choice choice : choices) {
            hasLogprobs |= choice.logprobs() != null;
            isCutOff |= FinishReason.LENGTH.equals(choice.finishReason());
            printer.print(choice);
        }
    }

    /** Prints what the printer holds back. */
    void finish() {
        printer.finish(this);
    }

    int chunks() {
        return chunks.get();
    }

    String id() {
        return id;
    }

    String model() {
        return model;
    }

    /** Returns the usage; null if the server reported none. */
    @Nullable Usage usage() {
        return usage;
    }

    boolean hasLogprobs() {
        return hasLogprobs;
    }

    /** Returns whether a choice ended at the limit of tokens. */
    boolean isCutOff() {
        return isCutOff;
    }

    /** Returns the time since the request. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Returns one line; to be called at the end. */
    String summary() {
        double total = seconds();
        double toFirst = first == 0 ? total : (first - start) / 1e9;
        if (usage == null) {
            return String.format(
                    Locale.ROOT, "(no usage reported; first token after %.3f s, total %.3f s)", toFirst, total);
        }
        return String.format(
                Locale.ROOT,
                "(%d prompt + %d completion = %d tokens; first token after %.3f s, %.1f tokens/s)",
                usage.promptTokens(),
                usage.completionTokens(),
                usage.totalTokens(),
                toFirst,
                usage.completionTokens() / total);
    }
}
