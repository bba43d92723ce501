// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Requests one stream first thing in a JVM, and prints the time of its first token. */
final class FirstChunk {

    static final Workload WORKLOAD = Workload.paced(3, 10);

    private static final long TIMEOUT_SECONDS = 60;

    private FirstChunk() {}

    /**
     * Prints the milliseconds since the start of this method and since the start of the JVM.
     *
     * @param arguments the client's name and the server's port
     */
    public static void main(String... arguments) throws Exception {
        long start = System.nanoTime();
        CompletableFuture<Long> came = new CompletableFuture<>();
        // The expected response is built afterwards: building it would warm up code that some clients use.
        ResponseRecorder recorder =
                new ResponseRecorder(WORKLOAD, () -> new Answer(WORKLOAD), stamp -> came.complete(System.nanoTime()));
        try (Driver driver =
                Client.valueOf(arguments[0]).driver(Target.plain(Integer.parseInt(arguments[1]), WORKLOAD))) {
            CompletableFuture<?> answer = driver.send(recorder);
            long nanos = came.get(TIMEOUT_SECONDS, TimeUnit.SECONDS) - start;
            double millis = nanos / 1e6;
            double before = ManagementFactory.getRuntimeMXBean().getUptime() - (System.nanoTime() - start) / 1e6;
            answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            ForkedJvm.printResult(millis + "," + (before + millis));
        }
        // Some clients leave threads that would keep the JVM.
        System.exit(0);
    }
}
// Some clients leave non-daemon threads behind.
