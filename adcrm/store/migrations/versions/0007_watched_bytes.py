"""the bytes of a watched file, by which it is known when somebody loads it by hand"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('watched_files', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sha256', sa.String(length=64), server_default='', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('watched_files', schema=None) as batch_op:
        batch_op.drop_column('sha256')
