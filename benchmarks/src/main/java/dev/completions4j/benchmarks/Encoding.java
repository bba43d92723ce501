// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import dev.completions4j.benchmarks.micro.RequestEncoding;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures the encoding of large requests, with JMH. */
final class Encoding {

    private static final int ITERATIONS = 5;
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);

    private Encoding() {}

    /**
     * Returns the time to encode a request as a multiple of a copy of its bytes, keyed by prompt.
     *
     * @param prompts prompts of {@link RequestEncoding}
     */
    static Map<String, Double> ratios(List<String> prompts) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(RequestEncoding.class.getName())
                        .param("prompt", prompts.toArray(String[]::new))
                        .warmupIterations(ITERATIONS)
                        .warmupTime(ITERATION)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(ITERATION)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        Map<String, Double> ratios = new HashMap<>();
        for (String prompt : prompts) {
            ratios.put(prompt, time(results, "encode", prompt) / time(results, "copy", prompt));
        }
        return ratios;
    }

    private static double time(Collection<RunResult> results, String benchmark, String prompt) {
        return results.stream()
                .filter(each -> each.getParams().getBenchmark().endsWith("." + benchmark))
                .filter(each -> each.getParams().getParam("prompt").equals(prompt))
                .mapToDouble(each -> each.getPrimaryResult().getScore())
                .findFirst()
                .orElseThrow();
    }
}
