package org.chatmodels;

/** Who speaks. SYSTEM is sent as the role that the service wants for it. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL
}
