// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import dev.completions4j.Completion;
import dev.completions4j.CompletionRequest;
import dev.completions4j.CompletionsClient;
import dev.completions4j.batch.BatchInput;
import dev.completions4j.batch.BatchReport;
import dev.completions4j.batch.BatchRunner;
import dev.completions4j.transport.Transport;
import dev.completions4j.transport.TransportConfig;
import dev.completions4j.transport.jdk.JdkTransport;
import dev.completions4j.transport.netty.NettyTransport;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** The ways to run a file of requests that are compared. */
enum BatchWay {
    /** The client alone: no file is read or written, and each answer is followed by the next request. */
    LOOP("bare loop over the client"),
    /** The runner, with a fixed number of calls in flight. */
    FIXED("batch runner, fixed concurrency"),
    /** The runner, which finds the number of calls in flight itself. */
    ADAPTIVE("batch runner, adaptive concurrency"),
    /** The runner, which sends several prompts in one request. */
    JOINED("batch runner, 8 prompts per request"),
    /** {@link #FIXED} on the other transport. */
    FIXED_JDK("batch runner on `java.net.http`, fixed concurrency"),
    /** A loop over OpenAI's asynchronous client that reads and writes the same files. */
    OPENAI_JAVA("loop over openai-java");

    /** The calls in flight; the highest number for {@link #ADAPTIVE}. */
    static final int CONCURRENCY = 64;

    private static final int TOKENS = 64;
    private static final int PROMPTS = 8;

    private final String label;

    BatchWay(String label) {
        this.label = label;
    }

    /** Returns the name in reports. */
    String label() {
        return label;
    }

    /** Returns what the server answers; as many tokens for each prompt. */
    Workload workload() {
        return this == JOINED ? Workload.whole(TOKENS * PROMPTS).withChoices(PROMPTS) : Workload.whole(TOKENS);
    }

    /**
     * Runs all requests of a file.
     *
     * @param requests the number of its lines
     */
    void run(int port, Path input, Path output, int requests) throws Exception {
        String baseUrl = "http://127.0.0.1:" + port + "/v1";
        if (this == OPENAI_JAVA) {
            PeerDrivers.find().runBatch(baseUrl, input, output, CONCURRENCY);
            return;
        }
        try (Transport transport = transport();
                CompletionsClient client = CompletionsClient.builder()
                        .baseUrl(baseUrl)
                        .transport(transport)
                        .build()) {
            switch (this) {
                case LOOP -> new Loop(client, requests).run();
                case FIXED, FIXED_JDK -> run(runner(client, input, output).fixedConcurrency(CONCURRENCY), requests);
                case JOINED ->
                    run(
                            runner(client, input, output)
                                    .fixedConcurrency(CONCURRENCY)
                                    .promptsPerRequest(PROMPTS),
                            requests);
                default -> run(runner(client, input, output).maxConcurrency(CONCURRENCY), requests);
            }
        }
    }

    private Transport transport() {
        return this == FIXED_JDK
                ? JdkTransport.create(TransportConfig.defaults())
                : NettyTransport.builder().build();
    }

    private static BatchRunner.Builder runner(CompletionsClient client, Path input, Path output) {
        return BatchRunner.builder()
                .client(client)
                .input(BatchInput.jsonl(input))
                .output(output);
    }

    private static void run(BatchRunner.Builder runner, int requests) throws InterruptedException {
        BatchReport report = runner.build().run();
        // More tokens would mean that prompts sent together were sent again, each by itself.
        if (report.counts().succeeded() != requests || report.tokens().completion() != (long) requests * TOKENS) {
            throw new IllegalStateException(report.summary());
        }
    }

    /** Keeps a number of requests in flight. */
    private static final class Loop {

        private final CompletionsClient client;
        private final AtomicLong left;
        private final CountDownLatch answers;
        private final CompletionRequest request = CompletionRequest.builder()
                .model(RequestBody.MODEL)
                .prompt(RequestBody.PROMPT)
                .build();

        Loop(CompletionsClient client, int requests) {
            this.client = client;
            left = new AtomicLong(requests);
            answers = new CountDownLatch(requests);
        }

        void run() throws InterruptedException {
            for (int i = 0; i < CONCURRENCY; i++) {
                next();
            }
            answers.await();
        }

        private void next() {
            if (left.getAndDecrement() > 0) {
                var unused = client.complete(request).whenComplete(this::onAnswer);
            }
        }

        private void onAnswer(Completion completion, Throwable failure) {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
            answers.countDown();
            next();
        }
    }
}
