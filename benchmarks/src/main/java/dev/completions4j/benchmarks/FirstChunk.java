// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks for one stream as the first thing in a JVM, and prints when its first token came. */
final class FirstChunk {

    static final Workload WORKLOAD = Workload.paced(3, 10);

    private static final long PATIENCE_SECONDS = 60;

    private FirstChunk() {}

    /**
     * Prints the milliseconds from here and from the start of the JVM.
     *
     * @param arguments the client's name and the server's port
     */
    public static void main(String... arguments) throws Exception {
        long start = System.nanoTime();
        CompletableFuture<Long> came = new CompletableFuture<>();
        // What is expected is made afterwards, since that warms up what some of the clients use.
        Receipt receipt = new Receipt(WORKLOAD, () -> new Answer(WORKLOAD), stamp -> came.complete(System.nanoTime()));
        try (Driver driver = Client.valueOf(arguments[0]).driver(Integer.parseInt(arguments[1]), WORKLOAD)) {
            CompletableFuture<?> answer = driver.send(receipt);
            long nanos = came.get(PATIENCE_SECONDS, TimeUnit.SECONDS) - start;
            double millis = nanos / 1e6;
            double before = ManagementFactory.getRuntimeMXBean().getUptime() - (System.nanoTime() - start) / 1e6;
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            ForkedJvm.printResult(millis + "," + (before + millis));
        }
        // Some clients leave threads that would keep the JVM.
        System.exit(0);
    }
}
