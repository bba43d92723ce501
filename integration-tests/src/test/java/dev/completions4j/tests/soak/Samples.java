// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The samples of a soak test, which must not grow: the median of the last third is compared with that of the first. */
final class Samples {

    private static final int FEWEST = 9;
    private static final long MEBIBYTE = 1024 * 1024;

    private final List<Sample> all = new ArrayList<>();

    void add(Sample sample) {
        all.add(sample);
    }

    /** Returns descriptions of the quantities that grew too much; empty if there are too few samples. */
    List<String> growth() {
        if (all.size() < FEWEST) {
            return List.of();
        }
        List<String> growth = new ArrayList<>();
        compare("heap", Sample::heap, 3 * MEBIBYTE, growth);
        compare("threads", Sample::threads, 10, growth);
        compare("descriptors", Sample::descriptors, 24 + socketsLeftOpen(), growth);
        compare("direct memory", Sample::direct, 8 * MEBIBYTE, growth);
        return growth;
    }

    /**
     * Returns the number of sockets that {@code java.net.http} may leave open; see the Javadoc of {@code JdkTransport}.
     */
    private long socketsLeftOpen() {
        boolean leavesSomeOpen = Runtime.version().feature() < 21;
        return leavesSomeOpen ? all.get(all.size() - 1).calls() / 300 : 0;
    }

    private void compare(String name, ToLongFunction<Sample> quantity, long allowance, List<String> growth) {
        // The first samples are taken while code is still being loaded and compiled.
        List<Sample> settled = all.subList(all.size() / 10, all.size());
        int third = settled.size() / 3;
        long before = median(settled.subList(0, third), quantity);
        long after = median(settled.subList(settled.size() - third, settled.size()), quantity);
        if (after > before + before / 10 + allowance) {
            growth.add(name + " grew from " + before + " to " + after);
        }
    }

    private static long median(List<Sample> samples, ToLongFunction<Sample> quantity) {
        return samples.stream()
                .mapToLong(quantity)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    String report() {
        return all.stream().map(Sample::toString).collect(Collectors.joining("\n"));
    }
}
