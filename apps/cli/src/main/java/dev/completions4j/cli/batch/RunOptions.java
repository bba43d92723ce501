// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.batch;

import dev.completions4j.batch.BatchRunner;
import dev.completions4j.batch.OutputOrder;
import dev.completions4j.cli.config.Numbers;
import dev.completions4j.cli.config.Settings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a run: its order, concurrency and budgets. */
final class RunOptions {

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "The order of the answers: completion or input. Default: completion.")
    private @Nullable String order;

    @Option(
            names = "--skip-changed",
            description =
                    "Keep the answers of requests that have changed since; without it, such a request ends the run.")
    private boolean skipChanged;

    @Option(
            names = "--max-concurrency",
            paramLabel = "COUNT",
            description = "Maximum number of calls in flight; the number adapts to the server. Default: 256.")
    private @Nullable String maxConcurrency;

    @Option(
            names = "--prompts-per-request",
            paramLabel = "COUNT",
            description = {
                "Number of neighboring requests to send as one if they differ only in their prompt. Default: 1."
            })
    private @Nullable String promptsPerRequest;

    @Option(
            names = "--token-budget",
            paramLabel = "COUNT",
            description = "End when prompts and completions have used so many tokens.")
    private @Nullable String tokenBudget;

    @Option(names = "--time-budget", paramLabel = "SECONDS", description = "Send no more requests after this time.")
    private @Nullable String timeBudget;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "End when all calls have failed for this time. Default: 300.")
    private @Nullable String patience;

    /**
     * Sets the properties of a run.
     *
     * @param runner gets them
     * @return the maximum number of calls in flight; null for the default
     * @throws dev.completions4j.cli.failure.UsageException if an option cannot be used
     */
    @Nullable Integer applyTo(BatchRunner.Builder runner) {
        Integer calls = Settings.option("--max-concurrency", maxConcurrency, Numbers::positive);
        if (calls != null) {
            runner.maxConcurrency(calls);
        }
        Integer prompts = Settings.option("--prompts-per-request", promptsPerRequest, Numbers::positive);
        if (prompts != null) {
            runner.promptsPerRequest(prompts);
        }
        runner.skipChanged(skipChanged)
                .outputOrder(Settings.option("--order", order, RunOptions::order))
                .tokenBudget(Settings.option("--token-budget", tokenBudget, Numbers::positiveLong))
                .timeBudget(Settings.option("--time-budget", timeBudget, Numbers::seconds))
                .patience(Settings.option("--patience", patience, Numbers::seconds));
        return calls;
    }

    private static OutputOrder order(String text) {
        for (OutputOrder each : OutputOrder.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("it must be completion or input");
    }
}
