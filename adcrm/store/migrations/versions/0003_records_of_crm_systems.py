"""records of CRM systems"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # An undone import removes leads; a number must never come to mean another person. SQLite needs the table made anew for
    # that, which is safe while no other table points to it.
    anew = {'recreate': 'always', 'table_kwargs': {'sqlite_autoincrement': True}} if op.get_bind().dialect.name == 'sqlite' else {}
    with op.batch_alter_table('leads', schema=None, **anew) as batch_op:
        batch_op.add_column(sa.Column('source', sa.String(length=80), server_default='', nullable=False))
        batch_op.add_column(sa.Column('origin', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('imported', sa.JSON(none_as_null=True), nullable=True))

    op.create_table('deals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('company', sa.String(length=160), nullable=False),
    sa.Column('contact', sa.String(length=120), nullable=False),
    sa.Column('stage', sa.String(length=80), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('amount', sa.Numeric(precision=18, scale=2), nullable=True),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=True),
    sa.Column('owner', sa.String(length=80), nullable=False),
    sa.Column('source', sa.String(length=80), nullable=False),
    sa.Column('campaign', sa.String(length=200), nullable=False),
    sa.Column('imported', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['client_id'], ['clients.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deals_client_id'), ['client_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deals_outcome'), ['outcome'], unique=False)

    op.create_table('record_imports',
    sa.Column('import_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('client_id', sa.Integer(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('entry', sa.JSON(), nullable=False),
    sa.Column('aside', sa.JSON(), nullable=False),
    sa.Column('undone_by', sa.String(length=80), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['client_id'], ['clients.id'], ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('import_id')
    )
    with op.batch_alter_table('record_imports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_record_imports_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_record_imports_state'), ['state'], unique=False)

    op.create_table('source_records',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.Integer(), nullable=True),
    sa.Column('system', sa.String(length=20), nullable=False),
    sa.Column('module', sa.String(length=20), nullable=False),
    sa.Column('external_id', sa.String(length=80), nullable=False),
    sa.Column('email_key', sa.String(length=200), nullable=False),
    sa.Column('phone_key', sa.String(length=40), nullable=False),
    sa.Column('name_key', sa.String(length=160), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=True),
    sa.Column('deal_id', sa.Integer(), nullable=True),
    sa.Column('advertiser_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['advertiser_id'], ['clients.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['client_id'], ['clients.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('source_records', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_source_records_advertiser_id'), ['advertiser_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_records_deal_id'), ['deal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_records_import_id'), ['import_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_source_records_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index('ix_source_records_record', ['client_id', 'system', 'module', 'external_id'], unique=False)

    with op.batch_alter_table('clients', schema=None) as batch_op:
        batch_op.add_column(sa.Column('imported', sa.JSON(none_as_null=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('leads', schema=None) as batch_op:
        batch_op.drop_column('imported')
        batch_op.drop_column('origin')
        batch_op.drop_column('source')

    with op.batch_alter_table('clients', schema=None) as batch_op:
        batch_op.drop_column('imported')

    with op.batch_alter_table('source_records', schema=None) as batch_op:
        batch_op.drop_index('ix_source_records_record')
        batch_op.drop_index(batch_op.f('ix_source_records_lead_id'))
        batch_op.drop_index(batch_op.f('ix_source_records_import_id'))
        batch_op.drop_index(batch_op.f('ix_source_records_deal_id'))
        batch_op.drop_index(batch_op.f('ix_source_records_advertiser_id'))

    op.drop_table('source_records')
    with op.batch_alter_table('record_imports', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_record_imports_state'))
        batch_op.drop_index(batch_op.f('ix_record_imports_sha256'))

    op.drop_table('record_imports')
    with op.batch_alter_table('deals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deals_outcome'))
        batch_op.drop_index(batch_op.f('ix_deals_client_id'))

    op.drop_table('deals')
