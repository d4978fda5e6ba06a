"""Which roles may reach which view: written down apart from the code, so that a changed decorator is seen."""

from app.access import Role

A, H, G, R, D = Role.APPLICANT, Role.CASE_HANDLER, Role.APPROVER, Role.READER, Role.ADMINISTRATOR
J, S = Role.JUROR, Role.PRIZE_SECRETARY
F = Role.FINANCE

GRID: dict[frozenset[Role] | None, str] = {
    None: """
        accounts.demo_sign_in accounts.request_link accounts.sign_in accounts.sign_up accounts.use_link
        fileaccess.ask fileaccess.asked fileaccess.read_answer
        overview.front
        insight.key_figures insight.year_figures
        programme.change programme.own_picture programme.register programme.registered programme.withdraw
        prize.answer_as_nominator prize.answer_facts prize.discard_nomination prize.nominate prize.nomination
        prize.nomination_step prize.nomination_summary prize.nominator_letter prize.own_picture
        prize.withdraw_nomination
        prize.front prize.public_year
        prize.jury_worker prize.public_draw prize.public_image prize.sealed prize.sealed_text
        prize.press prize.press_pdf
        programme.front programme.year programme.tiles programme.event programme.printed programme.picture
        programme.week_calendar programme.week_json programme.event_calendar
        campaign.leave_by_link campaign.subscribe campaign.subscribed campaign.subscription campaign.unsubscribe
        insight.figures_csv insight.figures_json insight.grants_csv insight.grants_json insight.open_data_page
    """,
    frozenset({A}): """
        programme.grant_picture programme.own_grant_picture
        followup.appeal_recovery followup.cancel followup.change followup.comment_recovery followup.own_recovery
        followup.withdraw_change
        campaign.join_network campaign.leave_network campaign.own_network
        overview.own_pack overview.own_pack_file overview.own_pack_logo
        accounts.change_organisation accounts.invite_member accounts.leave accounts.new_organisation
        accounts.organisation
        applications.attachment applications.copy applications.receipt applications.reopen
        applications.save_field applications.show applications.start applications.step applications.submit
        applications.summary applications.withdraw
        decisions.appeal decisions.appeal_letter decisions.appeal_receipt decisions.letter
        decisions.comment_on_appeal decisions.withdraw_appeal
        decisions.own_enclosure decisions.read
        casework.answer casework.letter casework.own_supplement_file casework.own_message_file casework.own_messages
        fileaccess.all_documents fileaccess.ask_for_more fileaccess.documents fileaccess.given_to_party
        fileaccess.own_document
        followup.add_receipts followup.own_report_file followup.own_report_photo followup.report
        followup.answer followup.own_account followup.own_grant followup.own_permit followup.own_permits
        overview.my_page
        decisions.earlier_letter
    """,
    frozenset({D}): """
        campaign.goal campaign.goals campaign.load_goals campaign.load_wheel campaign.logo campaign.new_goal
        campaign.new_year_task campaign.pack campaign.reuse campaign.reused campaign.year_task campaign.year_tasks
        campaign.new campaign.settings
        accounts.confirm_merger accounts.decline_merger accounts.undo_merger
        accounts.change_role accounts.person accounts.send_invitation accounts.staff
        review.leave
        mail.outbox mail.send_again
        rounds.announce rounds.cancel rounds.change rounds.edit rounds.finish rounds.index rounds.new
        rounds.release_reserve
    """,
    frozenset({H, D}): """
        insight.add_figure insight.load_history insight.remove_figure
        campaign.export_lighthouse campaign.export_network campaign.finish_year_task campaign.network campaign.press
        campaign.remove_member campaign.remove_press campaign.reopen_year_task campaign.subscribers campaign.year
        accounts.merger accounts.mergers accounts.propose_merger
    """,
    frozenset({H}): """
        followup.approve_report followup.ask_receipts followup.extend_report followup.return_report
        followup.demand_permit followup.settle_permit
        decisions.adopt_allocation
        decisions.answer_appeal decisions.answer_demand decisions.assess_late_appeal decisions.close_appeal
        decisions.extend_appeal_deadline decisions.mark_disputed decisions.pass_on_comments decisions.register_appeal
        decisions.register_demand decisions.reverse_appeal decisions.take_appeal decisions.take_up_dismissed
        decisions.tell_appeal_body decisions.uphold_appeal decisions.withdraw_appeal_on_request
        casework.replies
        applications.assign applications.register applications.withdraw_on_request
        casework.end_supplement casework.extend_supplement casework.register_answer casework.supplement
        decisions.recommendation decisions.take_back
        overview.several
        review.mine review.next_mine review.revise
        review.begin_review review.reopen_screening review.run_checks review.save_score review.screen
        review.save_sheet review.several review.start_screening
        decisions.comment_reversal decisions.notice_reversal decisions.withdraw_reversal
    """,
    frozenset({G}): """
        followup.write_off_report
        followup.answer_recovery_appeal followup.claim_recovery followup.let_go_recovery followup.write_off_recovery
        followup.reduce_recovery
        decisions.approve_appeal decisions.close_assessing
        decisions.approval decisions.cancel_release decisions.decide decisions.declare_impartial decisions.releases
        decisions.take_back_decision decisions.retry_release decisions.send_back
        review.settle
        decisions.approve_reversal decisions.return_reversal
    """,
    frozenset({H, G}): """
        followup.answer_change followup.drop_recovery followup.warn_recovery
        programme.accept_change programme.approve_event programme.cancel_event programme.mark_event programme.new_event
        programme.refuse_event programme.write_event
        decisions.allocate decisions.allocation_order decisions.what_if_allocation
        fileaccess.answer_not_found fileaccess.mask fileaccess.page_image fileaccess.register fileaccess.renew_link
        fileaccess.request_page fileaccess.shield
        decisions.give_up_appeal
        review.reckon
        review.assign_activity review.assignment_proposal review.assignments review.withdraw_assignment
        casework.add_task casework.finish_task casework.reopen_task
        casework.correct_note casework.handle_information casework.put_information casework.record_information
        casework.send_message casework.settle_message casework.write_note
        decisions.preview_letter decisions.release
        review.declare
        decisions.confirm_correction decisions.correction decisions.preview_reversal decisions.return_correction
    """,
    frozenset({H, F}): """
        followup.accounts followup.settle_account
    """,
    frozenset({H, G, R}): """
        followup.report_file followup.report_for_staff followup.report_photo followup.reports
        followup.change_notice followup.changes
        followup.case followup.permit
        decisions.allocation decisions.allocation_adoption decisions.allocation_run
        fileaccess.answer fileaccess.case fileaccess.copy fileaccess.document fileaccess.given fileaccess.requests
        casework.conversation casework.message_file overview.organisation
        decisions.all_appeals decisions.appeals decisions.enclosure
        review.ranking review.trust
        overview.attachment overview.board overview.case overview.letter overview.work_list
        decisions.reversal
    """,
    frozenset({F, G}): """
        followup.approve_payments followup.payment_batch followup.payment_batches followup.payments
        followup.waiting_payments followup.withdraw_payment_approval
    """,
    frozenset({F}): """
        followup.take_in_recovery
        followup.confirm_payments followup.export_payments followup.fail_payment followup.payment_file
    """,
    frozenset({H, G, R, D, F}): """
        insight.export insight.exports
        insight.round_figures insight.rounds insight.staff_figures
    """,
    frozenset({H, G, D}): """
        insight.ask_final_report insight.note_learning insight.remove_learning
        insight.reckon
    """,
    frozenset({H, G, R, D}): """
        insight.final_report_file insight.final_reports
        campaign.index campaign.week
        programme.desk programme.desks programme.event_for_staff programme.picture_for_staff
        overview.organisations
    """,
    frozenset({S}): """
        prize.ask_for_facts prize.correct_nomination prize.facts_check prize.go_on_without_answer prize.merge_nomination
        prize.nomination_for_staff prize.nominations prize.not_qualify prize.picture_for_staff prize.qualify
        prize.register_nomination prize.start_all_screening prize.start_screening prize.take_back_nomination
        prize.undo_merge prize.withdraw_for_nominator
        prize.appoint prize.appointment_for_staff prize.choose_chair prize.confirm_jury prize.invite_juror prize.jury
        prize.leave_jury prize.open_declaring
        prize.lock_scores prize.matrix_for_staff prize.matrix_row_for_staff prize.meeting_for_staff
        prize.note_attendance prize.note_nomination prize.ranking_for_staff prize.reopen_scores
        prize.archive
        prize.abandon_draw prize.change_pictures prize.draw_for_staff prize.draw_record_for_staff prize.go_on_with_draw
        prize.close_minutes prize.diploma prize.documents prize.minutes_for_staff prize.minutes_pdf_for_staff
        prize.print_clean_diploma prize.prize_letter prize.statement prize.winner_letter_preview
        prize.hand_over prize.publish prize.publish_commitment prize.seal prize.verdict prize.withdraw_verdict
    """,
    frozenset({J}): """
        prize.appointment_letter prize.confidentiality prize.doubts prize.impartiality prize.jury_home
        prize.vote_on_doubt
        prize.card prize.cards prize.compare prize.jury_image prize.pack prize.save_note prize.save_score
        prize.commit_number prize.draw prize.draw_record prize.open_number
        prize.confirm_minutes prize.minutes prize.minutes_pdf
        prize.attend_meeting prize.matrix prize.matrix_row prize.meeting prize.ranking prize.revise_scores prize.vote
    """,
    frozenset({S, D}): """
        prize.announce prize.cancel prize.change prize.new prize.settings prize.year prize.years
    """,
    frozenset({S, J}): """
        prize.close_ballot prize.meeting_state prize.open_ballot prize.rank prize.start_meeting prize.withdraw_ballot
        prize.open_scoring
    """,
    frozenset({H, G, R, F}): """
        followup.recoveries followup.recovery
    """,
    frozenset({A, H, G, R, D, S, J, F}): """
        accounts.account accounts.change_name accounts.change_password accounts.sign_out
        accounts.sign_out_everywhere
    """,
}
"""None: anyone, signed in or not."""

EXPECTED: dict[str, frozenset[Role] | None] = {
    endpoint: roles for roles, endpoints in GRID.items() for endpoint in endpoints.split()
}
