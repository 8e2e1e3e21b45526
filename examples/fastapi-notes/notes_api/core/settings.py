from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    database_url: str = "sqlite:///notes.db"
    api_token: str
    api_prefix: str = "/v1"


@lru_cache
def get_settings() -> Settings:
    return Settings()
