//! The tables as Diesel sees them, the same on both databases. `migrations/` makes them.

#![allow(missing_docs, reason = "the macro makes a module of each table and of each column")]

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    users (id) {
        id -> Text,
        email -> Text,
        email_folded -> Text,
        first_name -> Text,
        last_name -> Text,
        external_id -> Nullable<Text>,
        locale -> Nullable<Text>,
        status -> Text,
        is_administrator -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
        last_sign_in_at -> Nullable<BigInt>,
        name_folded -> Text,
    }
}

table! {
    user_terms (term, user_id) {
        term -> Text,
        user_id -> Text,
    }
}

table! {
    bulk_actions (id) {
        id -> Text,
        action -> Text,
        group_name -> Nullable<Text>,
        scope -> Text,
        actor -> Text,
        began_at -> BigInt,
        reached -> Nullable<Text>,
        is_finished -> Bool,
        people -> BigInt,
        changed -> BigInt,
        already_so -> BigInt,
        yourself -> BigInt,
        last_administrator -> BigInt,
        without_password -> BigInt,
        undo_began_at -> Nullable<BigInt>,
        undone -> BigInt,
        changed_since -> BigInt,
    }
}

table! {
    bulk_changes (bulk_id, user_id) {
        bulk_id -> Text,
        user_id -> Text,
        mark_before -> BigInt,
        mark_after -> BigInt,
        is_settled -> Bool,
    }
}

table! {
    user_groups (user_id, group_name) {
        user_id -> Text,
        group_name -> Text,
    }
}

table! {
    credentials (user_id) {
        user_id -> Text,
        password_hash -> Text,
        must_change -> Bool,
        expires_at -> Nullable<BigInt>,
        set_at -> BigInt,
    }
}

table! {
    providers (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        profile -> Text,
        is_enabled -> Bool,
        secret_sealed -> Text,
        secret_fingerprint -> Text,
        secret_bytes -> Integer,
        created_at -> BigInt,
        updated_at -> BigInt,
        secret_since -> Nullable<BigInt>,
        staged_secret_sealed -> Nullable<Text>,
        staged_secret_fingerprint -> Nullable<Text>,
        staged_secret_bytes -> Nullable<Integer>,
        staged_secret_since -> Nullable<BigInt>,
        former_secret_sealed -> Nullable<Text>,
        former_secret_fingerprint -> Nullable<Text>,
        former_secret_bytes -> Nullable<Integer>,
        former_secret_since -> Nullable<BigInt>,
        max_sign_in_age -> Nullable<Integer>,
    }
}

table! {
    provider_settings (provider_id, name) {
        provider_id -> Text,
        name -> Text,
        value -> Text,
    }
}

table! {
    provider_groups (provider_id, group_name) {
        provider_id -> Text,
        group_name -> Text,
    }
}

table! {
    sessions (id) {
        id -> Text,
        token_digest -> Text,
        user_id -> Text,
        authenticated_at -> BigInt,
        last_seen_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        client_address -> Text,
        user_agent -> Text,
    }
}

table! {
    session_providers (session_id, provider_id) {
        session_id -> Text,
        provider_id -> Text,
        first_used_at -> BigInt,
        last_used_at -> BigInt,
        window_began_at -> BigInt,
        window_tokens -> Integer,
    }
}

table! {
    consumed_sign_ins (id) {
        id -> Text,
        expires_at -> BigInt,
    }
}

table! {
    throttles (scope, counted) {
        scope -> Text,
        counted -> Text,
        user_id -> Nullable<Text>,
        network -> Nullable<Text>,
        window_began_at -> BigInt,
        failures -> Integer,
        earlier_failures -> Integer,
        reserved -> Integer,
        earlier_reserved -> Integer,
        reserved_in -> BigInt,
        waits -> Integer,
        waits_until -> Nullable<BigInt>,
        updated_at -> BigInt,
    }
}

table! {
    audit_events (id) {
        id -> BigInt,
        at -> BigInt,
        kind -> Text,
        actor -> Text,
        refusal -> Nullable<Text>,
        user_id -> Nullable<Text>,
        provider_id -> Nullable<Text>,
        session_id -> Nullable<Text>,
        client_address -> Text,
        request_id -> Text,
        details -> Text,
        digest -> Text,
        position -> Nullable<BigInt>,
        link -> Nullable<Text>,
    }
}

table! {
    audit_subjects (subject, at, event_id) {
        subject -> Text,
        at -> BigInt,
        event_id -> BigInt,
    }
}

table! {
    audit_filing (id) {
        id -> Integer,
        filed_to -> BigInt,
    }
}

table! {
    dropped_sealing_keys (id) {
        id -> Text,
        dropped_at -> BigInt,
    }
}

table! {
    hourly_totals (hour, kind, refusal, provider_id) {
        hour -> BigInt,
        kind -> Text,
        refusal -> Text,
        provider_id -> Text,
        events -> BigInt,
    }
}

table! {
    user_attributes (user_id, name) {
        user_id -> Text,
        name -> Text,
        value -> Text,
    }
}

table! {
    statistics_progress (id) {
        id -> Integer,
        counted_to -> BigInt,
    }
}

table! {
    invitations (token_digest) {
        token_digest -> Text,
        user_id -> Text,
        email_folded -> Text,
        made_by -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        consumed_at -> Nullable<BigInt>,
    }
}

table! {
    imports (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        header -> Text,
        matching -> Text,
        replace_passwords -> Bool,
        state -> Text,
        mode -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        touched_at -> BigInt,
        lines -> BigInt,
        reached -> BigInt,
        created -> BigInt,
        changed -> BigInt,
        unchanged -> BigInt,
        refused -> BigInt,
        without_password -> BigInt,
        keeping_password -> BigInt,
    }
}

table! {
    audit_verifications (id) {
        id -> Integer,
        verified_at -> BigInt,
        position -> BigInt,
        is_intact -> Bool,
    }
}

table! {
    held_addresses (email_folded) {
        email_folded -> Text,
        email -> Text,
        user_id -> Text,
        since -> BigInt,
    }
}

table! {
    first_administrator (id) {
        id -> Integer,
        token_digest -> Nullable<Text>,
        offered_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
    }
}

table! {
    chain_verifications (id) {
        id -> Text,
        actor -> Text,
        began_at -> BigInt,
        seen_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        expected -> BigInt,
        position -> BigInt,
        link -> Text,
        waiting -> BigInt,
        problem -> Nullable<Text>,
    }
}

table! {
    import_lines (import_id, number) {
        import_id -> Text,
        number -> BigInt,
        outcome -> Text,
        email -> Text,
        fields -> Text,
        told -> Text,
    }
}

joinable!(sessions -> users (user_id));
joinable!(session_providers -> providers (provider_id));
joinable!(audit_subjects -> audit_events (event_id));
allow_tables_to_appear_in_same_query!(audit_subjects, audit_events);
allow_tables_to_appear_in_same_query!(
    users,
    user_groups,
    sessions,
    credentials,
    session_providers,
    providers
);
