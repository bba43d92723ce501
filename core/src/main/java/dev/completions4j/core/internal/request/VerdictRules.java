// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.InvalidRequestException.Violation;
import dev.completions4j.ServerProfile;
import java.util.List;

/** Checks properties against the verdicts of a server profile. */
final class VerdictRules {

    private final ServerProfile profile;

    VerdictRules(ServerProfile profile) {
        this.profile = profile;
    }

    void check(String name, Object value, PropertyValues all, List<Violation> found) {
        switch (profile.verdict(name)) {
            case ACCEPTED -> {}
            case IGNORED -> {
                if (!Defaults.contain(name, value, all)) {
                    found.add(new Violation(
                            name,
                            "is ignored by this server",
                            null,
                            "leave it out, or send it anyway with a profile from toBuilder().accept(\"" + name
                                    + "\")"));
                }
            }
            case REJECTED -> {
                if (!PropertyValues.isFalse(value)) {
                    found.add(new Violation(name, "is not supported by this server", null, "leave it out"));
                }
            }
        }
    }
}
