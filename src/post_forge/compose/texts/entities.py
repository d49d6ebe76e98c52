"""The names of the field as hashtags: what a title may mention -> the tag that people follow."""

from __future__ import annotations

import re

from post_forge.compose.language.words import word_set

_NAMES = """
Redis PostgreSQL=postgres|postgresql|psql MySQL MariaDB SQLite MongoDB=mongo|mongodb Cassandra DynamoDB Elasticsearch
OpenSearch ClickHouse Neo4j CockroachDB DuckDB Snowflake BigQuery InfluxDB Memcached etcd Kafka=kafka|apache+kafka
RabbitMQ NATS ActiveMQ Pulsar Celery Airflow Spark Flink Hadoop Docker=docker|dockerfile|docker+compose
Kubernetes=kubernetes|k8s|kubectl Helm Terraform Ansible Podman Istio Envoy Nginx HAProxy Traefik Apache Prometheus
Grafana OpenTelemetry Jaeger Sentry Datadog Jenkins GitHubActions=github+actions GitLab GitHub Git=git ArgoCD=argo+cd
AWS=aws|amazon S3=s3 EC2 Lambda=aws+lambda Azure GCP=gcp|google+cloud Cloudflare Vercel Heroku Linux=linux Unix
Bash=bash Zsh Vim=vim Neovim Tmux SSH=ssh systemd Python=python Django FastAPI Flask Pydantic SQLAlchemy Pandas NumPy
JavaScript=javascript TypeScript=typescript NodeJS=node.js|nodejs|node Deno Bun React=react|reactjs
NextJS=next.js|nextjs VueJS=vue|vue.js Angular Svelte GraphQL gRPC=grpc OpenAPI REST=rest|restful+api|rest+api
WebSockets=websocket|websockets Java=java Kotlin Scala Groovy SpringBoot=spring+boot Spring=spring Hibernate JVM=jvm
Maven Gradle Golang=golang|go Rust=rust Ruby=ruby Rails=rails|ruby+on+rails Elixir Erlang Haskell Clojure Lisp=lisp
Smalltalk Forth PHP=php Laravel CSharp=c# DotNet=.net|asp.net Cpp=c++ Swift SQL=sql CSS=css HTML=html JSON=json
YAML=yaml Protobuf=protobuf|protocol+buffers Avro Parquet Jupyter DNS=dns TCP=tcp UDP=udp TLS=tls|ssl HTTP=http|https
HTTP3=http/3|quic IPv6 CDN=cdn OAuth=oauth|oauth2|oauth+2.0 OIDC=oidc|openid+connect JWT=jwt|jwts|json+web+tokens SAML
CORS=cors CSRF=csrf|cross-site+request+forgery XSS=xss|cross+site+scripting|cross-site+scripting
SQLInjection=sql+injection OWASP=owasp Cryptography=cryptography Elliptic=elliptic+curve
MFA=mfa|multifactor+authentication|multi-factor+authentication Microservices=microservices|microservice
EventSourcing=event+sourcing CQRS=cqrs DDD=ddd|domain-driven+design TDD=tdd|test-driven+development
CICD=ci/cd|continuous+integration|continuous+delivery DevOps=devops SRE=sre Observability=observability
Idempotency=idempotency|idempotent Caching=caching|cache Indexing=indexing|indexes
LoadBalancing=load+balancing|load+balancer RateLimiting=rate+limiting|rate+limit CircuitBreaker=circuit+breaker
CAPTheorem=cap+theorem EventualConsistency=eventual+consistency Concurrency=concurrency Mutex=mutex
Semaphore=semaphore MachineLearning=machine+learning|ml MLOps=mlops LLM=llm|llms OpenSource=open+source|open-source
Agile=agile Scrum=scrum CodeReview=code+review|code+reviews|pull+request|pull+requests
Testing=testing|unit+testing|unit+tests Accessibility=accessibility|a11y ObjectStorage=object+storage
Databases=database|databases|db DistributedSystems=distributed+systems|distributed+system APIDesign=api+design
Security=security Obsidian=obsidian Quartz=quartz ZFS=zfs OpenMP WebAssembly=webassembly|wasm ConwaysLaw=conway's+law
MurphysLaw=murphy's+law Drizzle=drizzle Prisma=prisma Tailwind=tailwind|tailwindcss ClaudeCode=claude+code MySQL=mysql
Dijkstra=dijkstra JUnit=junit Dubbo=dubbo Zookeeper=zookeeper RocketMQ=rocketmq
"""
_AMBIGUOUS = word_set(
    """go node next rest spring react rust swift spark lambda helm envoy apache bun deno ml db cache quartz java"""
)
"""Names that are common words too: as an entity they count only with a capital (or all capitals) in the title."""


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for token in _NAMES.split():
        tag, _, names = token.partition("=")
        for name in names.split("|") if names else [tag.lower()]:
            table[name.replace("+", " ")] = tag
    return table


ENTITIES = _table()
_FOUND = re.compile(
    r"(?<![\w./-])(?:" + "|".join(sorted(map(re.escape, ENTITIES), key=len, reverse=True)) + r")(?![\w/-]|\.\w)",
    re.IGNORECASE,
)


def entity(words: str) -> str:
    """The tag of the first known name in a text, without the sign; "" if there is none."""
    for found in _FOUND.finditer(words):
        name = found.group()
        if name.lower() in _AMBIGUOUS and name.islower():
            continue
        return ENTITIES[name.lower()]
    return ""
