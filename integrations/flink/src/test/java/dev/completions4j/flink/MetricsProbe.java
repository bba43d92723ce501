// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Retains the metrics of this library that tasks have registered, also after they have ended. */
final class MetricsProbe implements MetricReporter {

    private static final Map<String, Metric> METRICS = new ConcurrentHashMap<>();

    /** Found by Flink's service loader. */
    public static final class Factory implements MetricReporterFactory {
        @Override
        public MetricReporter createMetricReporter(Properties properties) {
            return new MetricsProbe();
        }
    }

    static void configure(Configuration configuration) {
        configuration.setString("metrics.reporters", "probe");
        configuration.setString("metrics.reporter.probe.factory.class", Factory.class.getName());
    }

    /**
     * Returns the metrics of an operator, keyed by name, preceded by the names of the groups below {@code
     * completions4j}.
     */
    static Map<String, Metric> of(String operator) {
        Map<String, Metric> metrics = new ConcurrentHashMap<>();
        METRICS.forEach((name, metric) -> {
            String[] parts = name.split("\\.completions4j\\.", 2);
            if (parts[0].contains("." + operator + ".")) {
                metrics.put(parts[1], metric);
            }
        });
        return metrics;
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        String identifier = group.getMetricIdentifier(name);
        if (identifier.contains("." + TaskMetrics.GROUP + ".")) {
            METRICS.put(identifier, metric);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}
}
