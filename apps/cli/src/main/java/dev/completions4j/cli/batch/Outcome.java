// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import dev.completions4j.batch.BatchCounts;
import dev.completions4j.batch.BatchReport;
import dev.completions4j.cli.failure.ExitStatus;
import dev.completions4j.cli.failure.Failure;
import dev.completions4j.cli.json.ObjectLine;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says what a run has done, and what is left to do.
 *
 * @param input what the input is called in messages
 * @param output the file of the answers
 * @param remedy what to do if no line of the input is a request
 */
record Outcome(String input, Path output, String remedy) {

    private static final String CONTINUE = "run the same command again to continue";

    /** Returns the report as a sentence. */
    String summary(BatchReport report) {
        BatchCounts counts = report.counts();
        boolean hasAnswers = counts.succeeded() + counts.failed() + counts.skipped() > 0;
        return report.summary() + (hasAnswers ? "; the answers are in " + output : "");
    }

    /** Returns the report as a JSON object in one line. */
    String line(BatchReport report) {
        BatchCounts counts = report.counts();
        return new ObjectLine()
                .add("end", report.end().name().toLowerCase(Locale.ROOT))
                .add("succeeded", counts.succeeded())
                .add("failed", counts.failed())
                .add("skipped", counts.skipped())
                .add("rejected", counts.rejected())
                .add("prompt_tokens", report.tokens().prompt())
                .add("completion_tokens", report.tokens().completion())
                .add("seconds", report.elapsed().toMillis() / 1_000.0)
                .add("output", output.toString())
                .toString();
    }

    /** Returns the failure that an end stands for; its sentence is empty if all requests have an answer. */
    Failure of(BatchEnd end) {
        BatchCounts counts = end.report().counts();
        return switch (end.report().end()) {
            case FINISHED -> finished(counts);
            case TOKEN_BUDGET -> new Failure("The token budget is used up; " + CONTINUE, ExitStatus.TIMEOUT);
            case TIME_BUDGET -> new Failure("The time budget has elapsed; " + CONTINUE, ExitStatus.TIMEOUT);
            case CANCELLED -> new Failure("canceled; " + CONTINUE, ExitStatus.INTERRUPTED);
            case SERVER_FAILED -> serverFailed(end.cause());
            case INPUT_FAILED ->
                new Failure(input + " cannot be read any further; correct it, and " + CONTINUE, ofFiles(counts));
            case INPUT_CHANGED ->
                new Failure(
                        sentence(end.cause()) + "; name another file with --output, restore the input and its options,"
                                + " or add --skip-changed to keep the answers",
                        ofFiles(counts));
            case OUTPUT_FAILED -> new Failure(sentence(end.cause()), ofFiles(counts));
            case FAILED -> new Failure("The run failed unexpectedly; " + CONTINUE, ExitStatus.FAILED);
        };
    }

    private Failure finished(BatchCounts counts) {
        if (counts.rejected() > 0 && counts.rejected() == counts.total()) {
            return new Failure(input + " has no line that is a request; " + remedy, ExitStatus.USAGE);
        }
        if (counts.failed() > 0) {
            return new Failure(
                    counted(counts.failed(), "request") + " failed; " + output
                            + " has their errors, and the same command sends"
                            + " again those whose lines you remove from it",
                    ExitStatus.FAILED);
        }
        return counts.rejected() > 0
                ? new Failure(
                        counted(counts.rejected(), "line")
                                + " rejected; correct the input, and run the same command again",
                        ExitStatus.FAILED)
                : new Failure("", ExitStatus.OK);
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static Failure serverFailed(@Nullable Throwable cause) {
        if (cause == null) {
            return new Failure("No call succeeds any more; " + CONTINUE, ExitStatus.FAILED);
        }
        Failure last = Failure.of(cause);
        return new Failure("No call succeeds any more: " + last.sentence() + "; then " + CONTINUE, last.status());
    }

    private static String sentence(@Nullable Throwable cause) {
        return cause == null
                ? "The output cannot be written; " + CONTINUE
                : Failure.of(cause).sentence();
    }

    /** A file that turns out to be wrong later is no wrong argument. */
    private static ExitStatus ofFiles(BatchCounts counts) {
        return counts.total() == 0 ? ExitStatus.USAGE : ExitStatus.FAILED;
    }
}
