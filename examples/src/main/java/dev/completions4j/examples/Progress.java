// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.examples;

import dev.completions4j.Completion;
import dev.completions4j.CompletionChunk;
import dev.completions4j.Usage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints what arrives and measures throughput. */
final class Progress {

    private final ChoicePrinter printer;
    private final long start = System.nanoTime();
    private long firstChunk;
    private @Nullable Usage usage;

    Progress(ChoicePrinter printer) {
        this.printer = printer;
    }

    void chunk(CompletionChunk chunk) {
        if (firstChunk == 0 && !chunk.choices().isEmpty()) {
            firstChunk = System.nanoTime();
        }
        if (chunk.usage() != null) {
            usage = chunk.usage();
        }
        chunk.choices().forEach(printer::print);
    }

    void completion(Completion completion) {
        firstChunk = System.nanoTime();
        usage = completion.usage();
        completion.choices().forEach(printer::print);
    }

    /** Returns one line; to be called at the end. */
    String summary() {
        printer.finish();
        double total = seconds(start, System.nanoTime());
        double toFirst = firstChunk == 0 ? total : seconds(start, firstChunk);
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

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
