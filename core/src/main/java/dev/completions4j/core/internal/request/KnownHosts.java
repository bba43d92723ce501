// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.request;

import dev.completions4j.ServerProfile;

/** Selects a server profile by the host of a known service. */
public final class KnownHosts {

    private KnownHosts() {}

    /** Returns the profile of OpenAI or Azure for their hosts, and that of compatible servers otherwise. */
    public static ServerProfile profile(BaseUrl baseUrl) {
        String host = baseUrl.host();
        // Includes regional hosts, such as eu.api.openai.com.
        if (isWithin("api.openai.com", host)) {
            return ServerProfile.openAi();
        }
        return isWithin("openai.azure.com", host) ? ServerProfile.azure() : ServerProfile.compatible();
    }

    private static boolean isWithin(String domain, String host) {
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
