// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import dev.completions4j.CompletionsClient;
import java.nio.file.Path;

/** A program that runs a batch; the arguments are the server's URL, the input, the output and the order of the answers. */
final class KilledRun {

    private KilledRun() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (CompletionsClient client =
                CompletionsClient.builder().baseUrl(arguments[0]).build()) {
            BatchRunner.builder()
                    .client(client)
                    .input(BatchInput.jsonl(Path.of(arguments[1])))
                    .output(Path.of(arguments[2]))
                    .outputOrder(OutputOrder.valueOf(arguments[3]))
                    .maxConcurrency(64)
                    .build()
                    .run();
        }
    }
}
