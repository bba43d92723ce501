// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measures one way to run a file and prints the measurement. */
@Command(name = "batch-drive", hidden = true)
final class BatchDrive implements Callable<Integer> {

    @Parameters(index = "0")
    private BatchWay way = BatchWay.LOOP;

    @Parameters(index = "1")
    private int port;

    @Parameters(index = "2")
    private Path input = Path.of("");

    @Parameters(index = "3")
    private int requests;

    @Parameters(index = "4")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        runFor(2 * seconds);
        ProcessUsage start = ProcessUsage.now();
        long answered = runFor(seconds);
        ProcessUsage used = ProcessUsage.now().since(start);
        ForkedJvm.printResult(new BatchMeasurement(
                        way,
                        Runtime.version().feature(),
                        answered,
                        used.cpuNanos() / 1e3 / answered,
                        answered * 1e9 / used.wallNanos())
                .toCsv());
        return 0;
    }

    /** Runs the file at least once; returns the number of requests. */
    private long runFor(int atLeast) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(atLeast);
        long answered = 0;
        do {
            Path output = Files.createTempFile(input.toAbsolutePath().getParent(), "answers", ".jsonl");
            way.run(port, input, output, requests);
            Files.delete(output);
            answered += requests;
        } while (System.nanoTime() - end < 0);
        return answered;
    }
}
