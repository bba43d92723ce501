// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.doctor;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import dev.completions4j.FinishReason;
import dev.completions4j.ModelList;
import dev.completions4j.ResponseInfo;
import dev.completions4j.Usage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Traits of a server's responses by which it can be identified. Not safe for use by multiple threads. */
final class Evidence {

    private final String host;
    private final Map<String, String> headers = new HashMap<>();
    private final Set<String> properties = new HashSet<>();
    private final Set<String> owners = new HashSet<>();
    private final Set<String> reasons = new HashSet<>();
    private String fingerprint = "";

    Evidence(String host) {
        this.host = host.toLowerCase(Locale.ROOT);
    }

    void add(ModelList list) {
        addHeaders(list.response());
        list.models().stream().map(ModelList.Model::ownedBy).forEach(owner -> owners.add(owner == null ? "" : owner));
    }

    void add(Completion completion) {
        addHeaders(completion.response());
        properties.addAll(completion.additionalProperties().keySet());
        if (completion.systemFingerprint() != null) {
            fingerprint = completion.systemFingerprint();
        }
        Usage usage = completion.usage();
        if (usage != null) {
            properties.addAll(usage.additionalProperties().keySet());
        }
        for (Choice choice : completion.choices()) {
            properties.addAll(choice.additionalProperties().keySet());
            FinishReason reason = choice.finishReason();
            reasons.add(reason == null ? "" : reason.value());
        }
    }

    private void addHeaders(ResponseInfo response) {
        response.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    }

    String host() {
        return host;
    }

    /** Returns the property {@code system_fingerprint}; empty if there was none. */
    String fingerprint() {
        return fingerprint;
    }

    boolean hasHeader(String prefix) {
        return headers.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Returns a header; empty if there was none. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean hasProperty(String name) {
        return properties.contains(name);
    }

    boolean hasOwner(String owner) {
        return owners.contains(owner);
    }

    boolean hasReason(String reason) {
        return reasons.contains(reason);
    }
}
