// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/** Prints the medians of measurements as Markdown: a table per scenario, a row per client. */
final class Report {

    private record Column(String title, ToDoubleFunction<Measurement> value, int decimals) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("CPU, ns", Measurement::cpuNanosPerText, 0),
            new Column("heap, B", Measurement::bytesPerText, 0),
            new Column("per second", Measurement::textsPerSecond, 0),
            new Column("threads", Measurement::threads, 0),
            new Column("heap per stream, KB", each -> each.heapPerStream() / 1024, 1),
            new Column("first tokens, ms", Measurement::firstMillis, 0),
            new Column("direct per stream, KB", each -> each.directPerStream() / 1024, 1),
            new Column("lag p50, ms", each -> each.lagMicrosP50() / 1000, 2),
            new Column("lag p99, ms", each -> each.lagMicrosP99() / 1000, 2),
            new Column("lag max, ms", each -> each.lagMicrosMax() / 1000, 1),
            new Column("failures", Measurement::failures, 0));

    private final Medians medians;

    Report(Medians medians) {
        this.medians = medians;
    }

    void print(PrintWriter out) {
        for (String scenario : medians.scenarios()) {
            out.println();
            out.println("### " + scenario);
            out.println();
            print(scenario, out);
        }
    }

    private void print(String scenario, PrintWriter out) {
        Set<Client> clients = medians.clients(scenario);
        List<Client> baselines = List.of(Client.FLOOR, Client.NETTY_JACKSON, Client.BY_HAND).stream()
                .filter(clients::contains)
                .toList();
        List<Column> columns = COLUMNS.stream()
                .filter(column -> clients.stream()
                        .allMatch(client -> !Double.isNaN(medians.of(scenario, client, column.value()))))
                .toList();
        Quantity compared = Quantity.compared(medians, scenario);
        StringJoiner titles = row();
        titles.add("client");
        columns.forEach(column -> titles.add(column.title()));
        baselines.forEach(baseline -> titles.add(compared.label() + " × " + baseline));
        out.println(titles);
        out.println("|---|" + "---:|".repeat(columns.size() + baselines.size()));
        for (Client client : clients) {
            StringJoiner row = row();
            row.add(client.label());
            for (Column column : columns) {
                row.add(format(medians.of(scenario, client, column.value()), column.decimals()));
            }
            for (Client baseline : baselines) {
                row.add(format(medians.of(scenario, client, compared) / medians.of(scenario, baseline, compared), 2));
            }
            out.println(row);
        }
    }

    private static StringJoiner row() {
        return new StringJoiner(" | ", "| ", " |");
    }

    private static String format(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
