// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.Completion;
import dev.completions4j.CompletionsClient;
import dev.completions4j.testkit.ManualTime;
import dev.completions4j.testkit.transport.FakeTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Simulates a server that is down for 30 seconds under 500 calls per second, and then recovers. */
class OutageTest {

    private static final int CALLS_PER_TICK = 5;
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int TICKS_PER_SECOND = 100;

    private final ManualTime time = new ManualTime();
    private final List<CompletableFuture<Completion>> calls = new ArrayList<>();
    private boolean down;
    private int sent;

    private final FakeTransport transport = FakeTransport.answeredBy(exchange -> {
        sent++;
        if (down) {
            Responses.error(exchange, 503);
        } else {
            Responses.ok(exchange);
        }
    });
    private final CompletionsClient client = CompletionsClient.builder()
            .baseUrl("http://localhost:8000")
            .transport(transport)
            .scheduler(time)
            .executor(Runnable::run)
            .build();

    /** Returns the number of requests that the server received in each second. */
    private List<Integer> run(int seconds) {
        List<Integer> bySecond = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            int before = sent;
            for (int tick = 0; tick < TICKS_PER_SECOND; tick++) {
                for (int i = 0; i < CALLS_PER_TICK; i++) {
                    calls.add(client.complete(Wire.REQUEST));
                }
                time.advance(TICK);
            }
            bySecond.add(sent - before);
        }
        return bySecond;
    }

    private long failed(int from) {
        return calls.subList(from, calls.size()).stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .count();
    }

    @Test
    void isNotAmplifiedByRetriesAndEndsWhenTheServerRecovers() {
        int callsPerSecond = CALLS_PER_TICK * TICKS_PER_SECOND;
        assertThat(run(2)).containsOnly(callsPerSecond);

        down = true;
        int firstOfOutage = calls.size();
        List<Integer> load = run(30);
        // The budget of 100 pays for 20 retries, and there are no successes to replenish it.
        assertThat(load.stream().mapToInt(Integer::intValue).sum()).isEqualTo(30 * callsPerSecond + 20);
        assertThat(load).allMatch(each -> each <= callsPerSecond + 20);
        assertThat(failed(firstOfOutage)).isEqualTo(30L * callsPerSecond);

        down = false;
        int firstAfter = calls.size();
        assertThat(run(10)).containsOnly(callsPerSecond);
        assertThat(failed(firstAfter)).isZero();
        assertThat(calls).allMatch(CompletableFuture::isDone);

        // By now the budget has been replenished.
        down = true;
        CompletableFuture<Completion> last = client.complete(Wire.REQUEST);
        down = false;
        time.advance(Duration.ofMillis(500));
        assertThat(last).isCompleted();

        client.close();
        assertThat(time.pendingTasks()).isZero();
    }
}
