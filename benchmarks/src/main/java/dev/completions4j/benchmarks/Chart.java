// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Draws medians as SVG, for light and dark pages: a group of bars for each scenario, scaled to its most expensive client,
 * with the multiple of a baseline and the value.
 */
final class Chart {

    private static final int WIDTH = 800;
    private static final int LABELS = 300;
    private static final int BARS = 340;
    private static final int ROW = 22;
    private static final int BAR = 14;
    private static final int GAP = 38;
    private static final int MARGIN = 12;

    private static final String STYLE = """
            <style>
            .page { fill: #ffffff } text { fill: #1f2328 } .quiet { fill: #59636e }
            .ours { fill: #0969da } .other { fill: #afb8c1 } .unit { stroke: #59636e }
            @media (prefers-color-scheme: dark) {
            .page { fill: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 }
            .ours { fill: #4493f8 } .other { fill: #555d66 } .unit { stroke: #9198a1 }
            }
            </style>
            """;

    private final Medians medians;

    Chart(Medians medians) {
        this.medians = medians;
    }

    String svg() {
        StringJoiner shapes = new StringJoiner("\n");
        int y = 0;
        for (String scenario : medians.scenarios()) {
            y += GAP;
            shapes.add(text(MARGIN, y - 12, "", "bold", scenario));
            shapes.add(text(LABELS, y - 12, "quiet", "normal", caption(scenario)));
            y = addBars(scenario, y, shapes);
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + (y + MARGIN)
                + "\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n" + STYLE
                + "<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n" + shapes + "\n</svg>\n";
    }

    private String caption(String scenario) {
        String measured = switch (Quantity.compared(medians, scenario)) {
            case FIRST_TOKENS -> "time until every stream has its first token";
            case HEAP_PER_STREAM -> "heap per open stream";
            default -> scenario.contains("unary") ? "CPU per completion" : "CPU per token";
        };
        return measured + "; shorter is better";
    }

    private int addBars(String scenario, int top, StringJoiner shapes) {
        Quantity quantity = Quantity.compared(medians, scenario);
        Set<Client> clients = medians.clients(scenario);
        Client unit = unit(clients);
        double most = clients.stream()
                .mapToDouble(each -> medians.of(scenario, each, quantity))
                .max()
                .orElse(1);
        int y = top;
        for (Client client : clients) {
            double value = medians.of(scenario, client, quantity);
            double width = BARS * value / most;
            String weight = client.isOurs() ? "bold" : "normal";
            shapes.add(text(MARGIN, y + BAR - 2, "", weight, client.label()));
            shapes.add(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    client.isOurs() ? "ours" : "other",
                    LABELS,
                    y,
                    width,
                    BAR));
            double multiple = value / medians.of(scenario, unit, quantity);
            shapes.add(text(
                    LABELS + (int) width + 6,
                    y + BAR - 2,
                    "",
                    weight,
                    String.format(Locale.ROOT, "%.1f × · %s", multiple, quantity.format(value))));
            y += ROW;
        }
        double one = LABELS + BARS * medians.of(scenario, unit, quantity) / most;
        shapes.add(String.format(
                Locale.ROOT,
                "<line class=\"unit\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke-dasharray=\"2 3\"/>",
                one,
                one,
                top - 4,
                y - ROW + BAR + 4));
        return y;
    }

    /** Returns the client whose value is 1. */
    private static Client unit(Set<Client> clients) {
        return List.of(Client.FLOOR, Client.NETTY_JACKSON, Client.BY_HAND).stream()
                .filter(clients::contains)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNull(clients.iterator().next()));
    }

    private static String text(int x, int y, String style, String weight, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\"" + (style.isEmpty() ? "" : " class=\"" + style + "\"")
                + " font-weight=\"" + weight + "\">" + text.replace("&", "&amp;") + "</text>";
    }
}
