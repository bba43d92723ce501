// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** Draws the median CPU times as SVG: bars for each scenario, scaled to the most expensive client. */
final class Chart {

    private static final int WIDTH = 760;
    private static final int LABELS = 250;
    private static final int BARS = 370;
    private static final int ROW = 20;
    private static final int GAP = 34;

    private final Medians medians;

    Chart(Medians medians) {
        this.medians = medians;
    }

    String svg() {
        StringJoiner shapes = new StringJoiner("\n");
        int y = 0;
        for (String scenario : medians.scenarios()) {
            y += GAP;
            shapes.add(text(0, y - 10, "bold", scenario + ": CPU per token (unary: per request)"));
            y = addBars(scenario, y, shapes);
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + (y + ROW)
                + "\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + shapes + "\n</svg>\n";
    }

    private int addBars(String scenario, int top, StringJoiner shapes) {
        Set<Client> clients = medians.clients(scenario);
        double most =
                clients.stream().mapToDouble(each -> cpu(scenario, each)).max().orElse(1);
        int y = top;
        for (Client client : clients) {
            double cpu = cpu(scenario, client);
            String color = client.isOurs() ? "#1f6feb" : "#b0b7bf";
            shapes.add(text(0, y + 13, "normal", client.label()));
            shapes.add(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                    LABELS,
                    y + 2,
                    BARS * cpu / most,
                    ROW - 5,
                    color));
            shapes.add(text(LABELS + (int) (BARS * cpu / most) + 6, y + 13, "normal", value(scenario, clients, cpu)));
            y += ROW;
        }
        return y;
    }

    private String value(String scenario, Set<Client> clients, double cpu) {
        String nanos = String.format(Locale.ROOT, "%,.0f ns", cpu);
        Client unit = List.of(Client.FLOOR, Client.BY_HAND).stream()
                .filter(clients::contains)
                .findFirst()
                .orElse(null);
        return unit == null ? nanos : nanos + String.format(Locale.ROOT, " (%.1f)", cpu / cpu(scenario, unit));
    }

    private double cpu(String scenario, Client client) {
        return medians.of(scenario, client, Measurement::cpuNanosPerText);
    }

    private static String text(int x, int y, String weight, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" font-weight=\"" + weight + "\">" + text.replace("&", "&amp;")
                + "</text>";
    }
}
