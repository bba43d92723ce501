// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static dev.completions4j.batch.BatchFiles.line;
import static dev.completions4j.batch.BatchFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.CompletionRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code of others that leaves an interrupt behind on a thread of the run. */
class InterruptTest {

    private static final int REQUESTS = 30;

    @TempDir
    Path directory;

    private final ScriptedServer server = new ScriptedServer(ScriptedServer::echo);

    @AfterEach
    void close() {
        server.close();
    }

    private BatchRunner.Builder runner() {
        return BatchRunner.builder()
                .client(server.client)
                .input(BatchInput.requests(requests()))
                .output(directory.resolve("out.jsonl"));
    }

    private static List<BatchRequest> requests() {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> new BatchRequest("r" + i, request("p" + i)))
                .toList();
    }

    private static CompletionRequest request(String prompt) {
        return CompletionRequest.builder().model("m").prompt(prompt).build();
    }

    private static void answersAll(BatchRunner.Builder runner) throws Exception {
        BatchRun run = runner.build().start();

        assertThat(run.report().get(60, TimeUnit.SECONDS).counts()).isEqualTo(new BatchCounts(REQUESTS, 0, 0, 0));
    }

    @Test
    void ofAnIterator() throws Exception {
        Iterator<BatchRequest> requests = requests().iterator();
        answersAll(runner().input(BatchInput.requests(new Iterator<>() {
            @Override
            public boolean hasNext() {
                Thread.currentThread().interrupt();
                return requests.hasNext();
            }

            @Override
            public BatchRequest next() {
                return requests.next();
            }
        })));
    }

    @Test
    void ofATemplate() throws Exception {
        List<String> lines = IntStream.range(0, REQUESTS).mapToObj(i -> "p" + i).toList();
        answersAll(runner().input(BatchInput.lines(write(directory.resolve("in.txt"), lines), prompt -> {
            Thread.currentThread().interrupt();
            return request(prompt);
        })));
    }

    @Test
    void ofAPublisher() throws Exception {
        Iterator<BatchRequest> requests = requests().iterator();
        answersAll(runner().input(BatchInput.requests((Flow.Publisher<BatchRequest>) subscriber ->
                subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long count) {
                        for (long i = 0; i < count && requests.hasNext(); i++) {
                            subscriber.onNext(requests.next());
                        }
                        if (!requests.hasNext()) {
                            subscriber.onComplete();
                        }
                        Thread.currentThread().interrupt();
                    }

                    @Override
                    public void cancel() {}
                }))));
    }

    @Test
    void ofAClient() throws Exception {
        answersAll(runner().client(new FailingClient(server.client, request -> {
            Thread.currentThread().interrupt();
            return server.client.complete(request);
        })));
    }

    @Test
    void ofAListenerBeforeACall() throws Exception {
        List<String> lines = new ArrayList<>(List.of("not JSON"));
        IntStream.range(0, REQUESTS).forEach(i -> lines.add(line("r" + i, "p" + i)));
        Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        BatchListener listener = new BatchListener() {
            @Override
            public void onProgress(BatchProgress progress) {}

            @Override
            public void onRejected(RejectedRequest rejected) {
                Thread.currentThread().interrupt();
            }
        };
        BatchRun run = runner().client(new FailingClient(server.client, request -> {
                    interrupted.add(Thread.currentThread().isInterrupted());
                    return server.client.complete(request);
                }))
                .input(BatchInput.jsonl(write(directory.resolve("in.jsonl"), lines)))
                .listener(listener, Duration.ofSeconds(1))
                .build()
                .start();

        assertThat(run.report().get(60, TimeUnit.SECONDS).counts()).isEqualTo(new BatchCounts(REQUESTS, 0, 0, 1));
        assertThat(interrupted).hasSize(REQUESTS).containsOnly(false);
    }
}
