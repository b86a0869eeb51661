DROP TABLE held_addresses;
DROP TABLE invitations;
DROP TABLE user_attributes;
