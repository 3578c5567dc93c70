"""how far each account is that is fetched from a platform"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('sync_state',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('account', sa.String(length=80), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('next_day', sa.Date(), nullable=True),
    sa.Column('began_at', sa.DateTime(), nullable=True),
    sa.Column('ran_at', sa.DateTime(), nullable=True),
    sa.Column('error', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('source', 'account')
    )


def downgrade() -> None:
    op.drop_table('sync_state')
