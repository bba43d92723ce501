package dev.completions4j.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/** The medians of measurements as Markdown: a table for each scenario, a row for each client. */
final class Report {

    private record Column(String title, ToDoubleFunction<Measurement> value, int decimals) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("CPU, ns", Measurement::cpuNanosPerText, 0),
            new Column("heap, B", Measurement::bytesPerText, 0),
            new Column("per second", Measurement::textsPerSecond, 0),
            new Column("threads", Measurement::threads, 0),
            new Column("heap per stream, KB", each -> each.heapPerStream() / 1024, 1),
            new Column("direct per stream, KB", each -> each.directPerStream() / 1024, 1),
            new Column("lag p50, ms", each -> each.lagMicrosP50() / 1000, 2),
            new Column("lag p99, ms", each -> each.lagMicrosP99() / 1000, 2),
            new Column("lag max, ms", each -> each.lagMicrosMax() / 1000, 1),
            new Column("failures", Measurement::failures, 0));

    private final Map<String, Map<Client, List<Measurement>>> scenarios = new LinkedHashMap<>();

    Report(List<Measurement> measurements) {
        for (Measurement each : measurements) {
            scenarios
                    .computeIfAbsent(each.scenario(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(each.client(), client -> new ArrayList<>())
                    .add(each);
        }
    }

    void print(PrintWriter out) {
        scenarios.forEach((name, clients) -> {
            out.println();
            out.println("### " + name);
            out.println();
            print(clients, out);
        });
    }

    private static void print(Map<Client, List<Measurement>> clients, PrintWriter out) {
        List<Client> baselines = List.of(Client.FLOOR, Client.NETTY_JACKSON, Client.BY_HAND).stream()
                .filter(clients::containsKey)
                .toList();
        List<Column> columns = COLUMNS.stream()
                .filter(column ->
                        clients.values().stream().allMatch(each -> !Double.isNaN(median(each, column.value()))))
                .toList();
        StringJoiner titles = row();
        titles.add("client");
        columns.forEach(column -> titles.add(column.title()));
        baselines.forEach(baseline -> titles.add("CPU × " + baseline));
        out.println(titles);
        out.println("|---|" + "---:|".repeat(columns.size() + baselines.size()));
        clients.forEach((client, rounds) -> {
            StringJoiner row = row();
            row.add(client.label());
            for (Column column : columns) {
                row.add(format(median(rounds, column.value()), column.decimals()));
            }
            for (Client baseline : baselines) {
                double unit = median(Objects.requireNonNull(clients.get(baseline)), Measurement::cpuNanosPerText);
                row.add(format(median(rounds, Measurement::cpuNanosPerText) / unit, 2));
            }
            out.println(row);
        });
    }

    private static StringJoiner row() {
        return new StringJoiner(" | ", "| ", " |");
    }

    private static String format(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
        double[] sorted = rounds.stream().mapToDouble(value).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
