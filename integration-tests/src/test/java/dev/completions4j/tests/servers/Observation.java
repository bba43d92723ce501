// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The observable properties of a response, without those that differ between responses: ids, times, the values of log
 * probabilities, the division of a text into chunks, and the alternation of choices.
 *
 * <p>Observed are the status, the content type, the JSON properties, the order of kinds of events, texts, finish
 * reasons and token counts.
 */
final class Observation {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CHOICES = "choices";

    private final List<String> lines = new ArrayList<>();

    private Observation() {}

    /**
     * Returns the observable properties of a response.
     *
     * @param contentType the value of the header; empty if it is missing
     */
    static List<String> of(int status, String contentType, String body) {
        Observation seen = new Observation();
        String type = contentType.replaceFirst(";.*", "").strip();
        seen.lines.add(status + " " + type);
        if (type.equals("text/event-stream")) {
            seen.addStream(body);
        } else {
            seen.addWhole(body);
        }
        return List.copyOf(seen.lines);
    }

    private void addWhole(String body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JacksonException e) {
            lines.add("text " + body.strip());
            return;
        }
        if (!json.path(CHOICES).isArray()) {
            addOther(json);
            return;
        }
        lines.add("{" + keys(json) + "} id " + kindOfId(json));
        json.get(CHOICES)
                .forEach(choice -> lines.add("choice " + choice.path("index").asString() + " {" + keysOfChoice(choice)
                        + "} " + choice.path("text") + " " + choice.path("finish_reason")
                        + logprobs(choice.path("logprobs"), true)));
        addUsage(json);
    }

    /** Adds an error, or a response of another endpoint. */
    private void addOther(JsonNode json) {
        if (json.isObject() && json.has("error") && json.get("error").isObject()) {
            JsonNode error = json.get("error");
            lines.add("error{" + keys(error) + "} type " + error.path("type") + " code " + error.path("code")
                    + " param " + error.path("param"));
            lines.add("message "
                    + error.path("message").asString("").lines().findFirst().orElse(""));
        } else if (json.isObject() && json.has("error")) {
            lines.add("{" + keys(json) + "} error " + json.get("error"));
        } else {
            lines.add("{" + keys(json) + "}");
        }
    }

    private void addStream(String body) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : body.strip().split("\\R\\R+", -1)) {
            String data = event.startsWith("data: ") ? event.substring("data: ".length()) : "";
            JsonNode json = data.startsWith("{") ? JSON.readTree(data) : null;
            if (json != null && !json.path(CHOICES).isEmpty()) {
                chunks.add(json);
                continue;
            }
            addChunks(chunks);
            if (json == null) {
                lines.add(event.strip());
            } else if (json.has(CHOICES)) {
                lines.add("{" + keys(json) + "} without choices");
                addUsage(json);
            } else {
                addOther(json);
            }
        }
        addChunks(chunks);
    }

    /** Adds chunks choice by choice, and clears the list. */
    private void addChunks(List<JsonNode> chunks) {
        Map<String, List<JsonNode>> byIndex = new LinkedHashMap<>();
        chunks.stream()
                .sorted(Comparator.comparingInt(
                        chunk -> chunk.get(CHOICES).get(0).path("index").asInt()))
                .forEach(chunk -> byIndex.computeIfAbsent(
                                chunk.get(CHOICES).get(0).path("index").asString(), index -> new ArrayList<>())
                        .add(chunk));
        byIndex.forEach((index, ofChoice) -> {
            String text = ofChoice.stream()
                    .map(chunk -> chunk.get(CHOICES).get(0).path("text").asString(""))
                    .collect(Collectors.joining());
            lines.add("choice " + index + " " + JSON.writeValueAsString(text));
            String last = "";
            for (JsonNode chunk : ofChoice) {
                JsonNode choice = chunk.get(CHOICES).get(0);
                String kind = "  {" + keys(chunk) + "}{" + keysOfChoice(choice) + "} " + choice.path("finish_reason")
                        + logprobs(choice.path("logprobs"), false);
                if (!kind.equals(last)) {
                    lines.add(kind);
                }
                last = kind;
            }
            addUsage(ofChoice.get(ofChoice.size() - 1));
        });
        chunks.clear();
    }

    private void addUsage(JsonNode json) {
        JsonNode usage = json.path("usage");
        if (usage.isObject()) {
            lines.add("usage " + usage.path("prompt_tokens") + " + " + usage.path("completion_tokens") + " = "
                    + usage.path("total_tokens") + " {" + keys(usage) + "}");
        }
    }

    private static String kindOfId(JsonNode json) {
        return json.path("id").asString("").replaceFirst("-.*", "-");
    }

    private static String keysOfChoice(JsonNode choice) {
        return StreamSupport.stream(choice.propertyNames().spliterator(), false)
                .filter(key -> !key.equals("finish_reason"))
                .sorted()
                .map(key -> isNullExceptLogprobs(choice, key) ? key + "=null" : key)
                .collect(Collectors.joining(" "));
    }

    private static boolean isNullExceptLogprobs(JsonNode choice, String key) {
        return !key.equals("logprobs") && choice.get(key).isNull();
    }

    private static String keys(JsonNode object) {
        return StreamSupport.stream(object.propertyNames().spliterator(), false)
                .sorted()
                .map(key -> Objects.requireNonNull(object.get(key)).isNull() ? key + "=null" : key)
                .collect(Collectors.joining(" "));
    }

    /** Describes log probabilities; for non-streaming completions, with the number of tokens. */
    private static String logprobs(JsonNode logprobs, boolean counted) {
        if (!logprobs.isObject()) {
            return "";
        }
        String described = " logprobs{" + keys(logprobs) + "}";
        JsonNode content = logprobs.path("content");
        if (content.isArray()) {
            JsonNode first = content.path(0);
            return described + (counted ? " of " + content.size() : "") + " {" + keys(first) + "} top "
                    + first.path("top_logprobs").size();
        }
        JsonNode top = logprobs.path("top_logprobs");
        return described + (counted ? " of " + logprobs.path("tokens").size() : "") + " top "
                + top.path(top.size() - 1).size();
    }
}
